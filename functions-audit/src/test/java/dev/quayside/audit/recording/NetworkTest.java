package dev.quayside.audit.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7|203.0.113.0/24",
                " 203.0.113.7:51234 |203.0.113.0/24",
                "::ffff:203.0.113.7|203.0.113.0/24",
                "2001:db8:1:2:3:4:5:6|2001:db8:1::/48",
                "[2001:db8:1::6]:443|2001:db8:1::/48",
                "fe80::1%eth0|fe80:0:0::/48",
                "::1|0:0:0::/48"
            })
    void an_address_is_cut_to_its_network(String address, String network) {
        assertThat(Network.of(address)).isEqualTo(network);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "localhost",
                "999.1.1.1",
                "203.0.113.7, 10.0.0.1",
                "1.2.3",
                "abc:",
                ":::",
                "unknown",
                "1:2:3:4:5:6:7:8:9",
                "%"
            })
    void what_is_no_address_is_not_kept(String address) {
        assertThat(Network.of(address)).isNull();
    }
}
