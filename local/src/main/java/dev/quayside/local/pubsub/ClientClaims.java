package dev.quayside.local.pubsub;

import java.util.List;
import java.util.Optional;

/**
 * What a token says about its client.
 *
 * @param roles what it may do
 * @param groups what it is in from the start
 */
record ClientClaims(Optional<String> user, List<String> roles, List<String> groups) {}
