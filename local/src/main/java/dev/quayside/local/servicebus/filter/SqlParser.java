package dev.quayside.local.servicebus.filter;

import dev.quayside.local.servicebus.filter.SqlLexer.Kind;
import dev.quayside.local.servicebus.filter.SqlLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recursive descent over the filter language: OR, AND, NOT, then predicates (comparison, IS NULL, IN,
 * LIKE, EXISTS). A parenthesis may open a condition or a value, so a condition is tried first and the
 * parser steps back when that fails.
 */
final class SqlParser {

    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");

    private final SqlTokens tokens;
    private final SqlValueParser values;

    SqlParser(String source) {
        this.tokens = new SqlTokens(source);
        this.values = new SqlValueParser(tokens);
    }

    SqlCondition parse() {
        SqlCondition condition = or();
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.expected("AND, OR or the end");
        }
        return condition;
    }

    private SqlCondition or() {
        SqlCondition left = and();
        while (tokens.takeWord("OR")) {
            left = SqlCondition.or(left, and());
        }
        return left;
    }

    private SqlCondition and() {
        SqlCondition left = not();
        while (tokens.takeWord("AND")) {
            left = SqlCondition.and(left, not());
        }
        return left;
    }

    private SqlCondition not() {
        return tokens.nested(() -> tokens.takeWord("NOT") ? SqlCondition.not(not()) : predicate());
    }

    private SqlCondition predicate() {
        int start = tokens.position();
        if (tokens.takeSymbol("(")) {
            try {
                SqlCondition inner = or();
                tokens.requireSymbol(")");
                if (!startsOperator()) {
                    return inner;
                }
            } catch (FilterSyntaxException notACondition) {
                // Not a condition in parentheses: read it as a value below, whose error is the better one.
            }
            tokens.backTo(start);
        }
        if (tokens.peek().isWord("EXISTS") && tokens.peekSecond().isSymbol("(")) {
            return exists();
        }
        return predicateOn(values.value());
    }

    private boolean startsOperator() {
        Token next = tokens.peek();
        return next.kind() == Kind.SYMBOL && !next.isSymbol(")");
    }

    private SqlCondition exists() {
        tokens.take();
        tokens.requireSymbol("(");
        SqlValue property = values.property();
        tokens.requireSymbol(")");
        return SqlCondition.not(SqlCondition.isNull(property));
    }

    private SqlCondition predicateOn(SqlValue left) {
        Token next = tokens.peek();
        if (next.kind() == Kind.SYMBOL && COMPARISONS.contains(next.text())) {
            return SqlCondition.compare(tokens.take().text(), left, values.value());
        }
        if (tokens.takeWord("IS")) {
            boolean negated = tokens.takeWord("NOT");
            tokens.requireWord("NULL");
            return negate(negated, SqlCondition.isNull(left));
        }
        boolean negated = tokens.takeWord("NOT");
        if (tokens.takeWord("IN")) {
            return negate(negated, SqlCondition.in(left, list()));
        }
        if (tokens.takeWord("LIKE")) {
            return negate(negated, SqlCondition.like(left, pattern()));
        }
        if (negated) {
            throw tokens.expected("IN or LIKE");
        }
        // A boolean property or literal on its own is a condition.
        return message -> left.of(message) instanceof Boolean truth ? truth : null;
    }

    private static SqlCondition negate(boolean negated, SqlCondition condition) {
        return negated ? SqlCondition.not(condition) : condition;
    }

    private List<SqlValue> list() {
        List<SqlValue> list = new ArrayList<>();
        tokens.requireSymbol("(");
        do {
            list.add(values.value());
        } while (tokens.takeSymbol(","));
        tokens.requireSymbol(")");
        return List.copyOf(list);
    }

    private Pattern pattern() {
        String like = tokens.requireString();
        String escape = tokens.takeWord("ESCAPE") ? tokens.requireString() : "";
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char c = like.charAt(i);
            if (escape.length() == 1 && c == escape.charAt(0) && i + 1 < like.length()) {
                regex.append(Pattern.quote(String.valueOf(like.charAt(++i))));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
