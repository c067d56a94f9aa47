package dev.quayside.local.servicebus.filter;

/**
 * A filter written in Service Bus's subset of SQL-92. Conditions have three values as in SQL: a missing
 * property makes a comparison unknown, and a message whose condition is unknown is not taken.
 */
public final class SqlFilter implements Filter {

    private final String expression;
    private final SqlCondition condition;

    private SqlFilter(String expression, SqlCondition condition) {
        this.expression = expression;
        this.condition = condition;
    }

    /**
     * Reads an expression.
     *
     * @throws FilterSyntaxException if it is not a condition of the language
     */
    public static SqlFilter parse(String expression) {
        return new SqlFilter(expression, new SqlParser(expression).parse());
    }

    /** The expression as it was written. */
    public String expression() {
        return expression;
    }

    @Override
    public boolean matches(MessageProperties message) {
        return Boolean.TRUE.equals(condition.test(message));
    }
}
