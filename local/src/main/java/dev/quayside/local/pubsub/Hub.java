package dev.quayside.local.pubsub;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The connections of one application, by id, user and group. */
final class Hub {
    private static final int MAX_GROUP_NAME = 1024;

    private final String name;
    private final Map<String, Connection> connections = new HashMap<>();
    private final Map<String, Set<Connection>> users = new HashMap<>();
    private final Map<String, Set<Connection>> groups = new HashMap<>();

    Hub(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void add(Connection connection) {
        connections.put(connection.id(), connection);
        connection.user().ifPresent(user -> put(users, user, connection));
    }

    void remove(Connection connection) {
        connections.remove(connection.id());
        connection.user().ifPresent(user -> take(users, user, connection));
        leaveAll(connection);
    }

    void join(Connection connection, String group) {
        connection.groups().add(group);
        put(groups, group, connection);
    }

    void leave(Connection connection, String group) {
        connection.groups().remove(group);
        take(groups, group, connection);
    }

    void leaveAll(Connection connection) {
        connection.groups().forEach(group -> take(groups, group, connection));
        connection.groups().clear();
    }

    Optional<Connection> connection(String id) {
        return Optional.ofNullable(connections.get(id));
    }

    /** All of them as they are now: a connection that is closed on the way does not disturb. */
    List<Connection> all() {
        return List.copyOf(connections.values());
    }

    List<Connection> ofUser(String user) {
        return List.copyOf(users.getOrDefault(user, Set.of()));
    }

    List<Connection> inGroup(String group) {
        return List.copyOf(groups.getOrDefault(group, Set.of()));
    }

    /** What Azure takes: at most 1024 characters, not all of them blank. */
    static boolean isGroupName(String group) {
        return !group.isBlank() && group.length() <= MAX_GROUP_NAME;
    }

    static void send(Message message, Collection<Connection> connections) {
        connections.forEach(connection -> connection.send(message));
    }

    private static void put(Map<String, Set<Connection>> index, String key, Connection connection) {
        index.computeIfAbsent(key, missing -> new HashSet<>(2)).add(connection);
    }

    private static void take(Map<String, Set<Connection>> index, String key, Connection connection) {
        index.computeIfPresent(key, (same, set) -> set.remove(connection) && set.isEmpty() ? null : set);
    }
}
