package dev.quayside.local.endtoend;

/** Who calls: the columns of the caller matrix. */
enum Who {
    ANONYMOUS(""),
    /** The client whose things are asked for. */
    OWNER("alice"),
    OTHER_CLIENT("bob"),
    CUSTOMER_SERVICE("agent"),
    ORDER_MANAGER("manager"),
    ADMIN("admin"),
    SERVICE("producer");

    private final String user;

    Who(String user) {
        this.user = user;
    }

    /** The demo user; empty for nobody. */
    String user() {
        return user;
    }

    boolean isClient() {
        return this == OWNER || this == OTHER_CLIENT;
    }

    boolean isEmployee() {
        return this == CUSTOMER_SERVICE || this == ORDER_MANAGER || this == ADMIN;
    }
}
