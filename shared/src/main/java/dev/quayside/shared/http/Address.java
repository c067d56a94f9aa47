package dev.quayside.shared.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.regex.Pattern;

/**
 * Where something is sent, as callers write it. Personal data: it does not show in logs.
 *
 * @param line2 null if there is none
 * @param country ISO 3166-1 alpha-2
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Address(String name, String line1, String line2, String city, String postalCode, String country)
        implements Validated {

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    @Override
    public void validate(Check check) {
        check.text(name, "name", 1, 200);
        check.text(line1, "line1", 1, 200);
        check.optionalText(line2, "line2", 0, 200);
        check.text(city, "city", 1, 100);
        check.text(postalCode, "postalCode", 1, 16);
        if (check.present(country, "country")) {
            check.that(COUNTRY.matcher(country).matches(), "country", "must be an ISO 3166-1 code such as DE");
        }
    }

    @Override
    public String toString() {
        return "Address[" + country + "]";
    }
}
