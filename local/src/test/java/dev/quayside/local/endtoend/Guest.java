package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.UUID;

/**
 * A client of whom nobody has heard before, and whom nobody misses: the demo users must stay.
 *
 * @param id the customer's id
 * @param token a valid one
 */
record Guest(UUID id, String token) {

    /** A new customer. */
    static Guest registered(ContractClient client) {
        UUID id = UUID.randomUUID();
        Guest guest = new Guest(id, token(client.token(Who.OWNER), id));
        Answer answer = client.send(
                Who.OWNER, guest.own(Ask.of("POST", "/api/v1/customers", "{\"name\":\"A guest\",\"locale\":\"en\"}")));
        assertThat(answer.status()).as("a guest registers: %s", answer).isEqualTo(201);
        return guest;
    }

    /** The request as this client sends it. */
    Ask own(Ask ask) {
        return ask.header("Authorization", "Bearer " + token);
    }

    private static String token(String ofAnother, UUID id) {
        try {
            RSAKey key = IssuerKeys.of("external");
            JWTClaimsSet claims = new JWTClaimsSet.Builder(
                            SignedJWT.parse(ofAnother).getJWTClaimsSet())
                    .claim("oid", id.toString())
                    .build();
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
