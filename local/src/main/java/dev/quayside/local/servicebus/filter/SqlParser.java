package dev.quayside.local.servicebus.filter;

import dev.quayside.local.servicebus.filter.SqlLexer.Kind;
import dev.quayside.local.servicebus.filter.SqlLexer.Token;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Recursive descent over the filter language: OR, AND, NOT, then predicates (comparison, IS NULL, IN,
 * LIKE, EXISTS), then arithmetic. A parenthesis may open a condition or a value, so conditions are
 * tried first and the parser steps back when that fails.
 */
final class SqlParser {

    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");

    /** Deeper nesting than any real rule, and shallow enough never to overflow the stack. */
    private static final int MAX_DEPTH = 100;

    private final String source;
    private final List<Token> tokens;
    private int at;
    private int depth;

    SqlParser(String source) {
        this.source = source;
        this.tokens = SqlLexer.tokens(source);
    }

    SqlCondition parse() {
        SqlCondition condition = or();
        if (peek().kind() != Kind.END) {
            throw expected("AND, OR or the end");
        }
        return condition;
    }

    private SqlCondition or() {
        SqlCondition left = and();
        while (takeWord("OR")) {
            left = SqlCondition.or(left, and());
        }
        return left;
    }

    private SqlCondition and() {
        SqlCondition left = not();
        while (takeWord("AND")) {
            left = SqlCondition.and(left, not());
        }
        return left;
    }

    private SqlCondition not() {
        if (++depth > MAX_DEPTH) {
            throw new FilterSyntaxException("Nested too deeply", source, peek().position());
        }
        try {
            return takeWord("NOT") ? SqlCondition.not(not()) : predicate();
        } finally {
            depth--;
        }
    }

    private SqlCondition predicate() {
        if (peek().isSymbol("(")) {
            int start = at;
            try {
                take();
                SqlCondition inner = or();
                requireSymbol(")");
                if (!startsOperator()) {
                    return inner;
                }
            } catch (FilterSyntaxException notACondition) {
                // Not a condition in parentheses: read it as a value below, whose error is the better one.
            }
            at = start;
        }
        if (peek().isWord("EXISTS") && tokens.get(at + 1).isSymbol("(")) {
            take();
            requireSymbol("(");
            SqlValue property = property();
            requireSymbol(")");
            return SqlCondition.not(SqlCondition.isNull(property));
        }
        return predicateOn(value());
    }

    private boolean startsOperator() {
        Token next = peek();
        return next.kind() == Kind.SYMBOL && !next.isSymbol(")");
    }

    private SqlCondition predicateOn(SqlValue left) {
        if (peek().kind() == Kind.SYMBOL && COMPARISONS.contains(peek().text())) {
            return SqlCondition.compare(take().text(), left, value());
        }
        if (takeWord("IS")) {
            boolean negated = takeWord("NOT");
            requireWord("NULL");
            return negate(negated, SqlCondition.isNull(left));
        }
        boolean negated = takeWord("NOT");
        if (takeWord("IN")) {
            return negate(negated, SqlCondition.in(left, list()));
        }
        if (takeWord("LIKE")) {
            return negate(negated, SqlCondition.like(left, pattern()));
        }
        if (negated) {
            throw expected("IN or LIKE");
        }
        // A boolean property or literal on its own is a condition.
        return message -> left.of(message) instanceof Boolean truth ? truth : null;
    }

    private static SqlCondition negate(boolean negated, SqlCondition condition) {
        return negated ? SqlCondition.not(condition) : condition;
    }

    private List<SqlValue> list() {
        List<SqlValue> values = new ArrayList<>();
        requireSymbol("(");
        do {
            values.add(value());
        } while (takeSymbol(","));
        requireSymbol(")");
        return List.copyOf(values);
    }

    private Pattern pattern() {
        String like = requireString();
        String escape = takeWord("ESCAPE") ? requireString() : "";
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

    private SqlValue value() {
        SqlValue left = term();
        while (peek().isSymbol("+") || peek().isSymbol("-")) {
            left = arithmetic(take().text(), left, term());
        }
        return left;
    }

    private SqlValue term() {
        SqlValue left = factor();
        while (peek().isSymbol("*") || peek().isSymbol("/") || peek().isSymbol("%")) {
            left = arithmetic(take().text(), left, factor());
        }
        return left;
    }

    private static SqlValue arithmetic(String operator, SqlValue left, SqlValue right) {
        return message -> Values.arithmetic(operator, left.of(message), right.of(message));
    }

    private SqlValue factor() {
        if (++depth > MAX_DEPTH) {
            throw new FilterSyntaxException("Nested too deeply", source, peek().position());
        }
        try {
            if (takeSymbol("-")) {
                return arithmetic("-", message -> BigDecimal.ZERO, factor());
            }
            if (takeSymbol("+")) {
                return factor();
            }
            if (takeSymbol("(")) {
                SqlValue inner = value();
                requireSymbol(")");
                return inner;
            }
            return operand();
        } finally {
            depth--;
        }
    }

    private SqlValue operand() {
        Token token = peek();
        switch (token.kind()) {
            case STRING -> {
                take();
                return message -> token.text();
            }
            case NUMBER -> {
                take();
                BigDecimal number = number(token);
                return message -> number;
            }
            case WORD -> {
                return word(token);
            }
            case QUOTED_NAME -> {
                return property();
            }
            default -> throw expected("a value");
        }
    }

    private BigDecimal number(Token token) {
        try {
            return new BigDecimal(token.text());
        } catch (NumberFormatException malformed) {
            throw new FilterSyntaxException("Not a number: " + token.text(), source, token.position());
        }
    }

    private SqlValue word(Token token) {
        boolean call = tokens.get(at + 1).isSymbol("(");
        switch (token.text().toUpperCase(Locale.ROOT)) {
            case "TRUE", "FALSE" -> {
                take();
                boolean truth = token.isWord("TRUE");
                return message -> truth;
            }
            case "NULL" -> {
                take();
                return message -> null;
            }
            case "AND", "OR", "NOT", "IN", "LIKE", "IS", "ESCAPE" -> throw expected("a value");
            default -> {
                return call ? function() : property();
            }
        }
    }

    private SqlValue function() {
        Token name = take();
        requireSymbol("(");
        if (name.isWord("NEWID")) {
            requireSymbol(")");
            return message -> UUID.randomUUID();
        }
        if (name.isWord("PROPERTY") || name.isWord("P")) {
            SqlValue argument = value();
            requireSymbol(")");
            return message ->
                    argument.of(message) instanceof String key ? message.user().get(key) : null;
        }
        throw new FilterSyntaxException("Unknown function " + name.text(), source, name.position());
    }

    private SqlValue property() {
        Token first = requireName();
        if (!takeSymbol(".")) {
            return message -> message.user().get(first.text());
        }
        Token name = requireName();
        if (first.isWord("USER")) {
            return message -> message.user().get(name.text());
        }
        if (!first.isWord("SYS")) {
            throw new FilterSyntaxException("Expected the scope sys or user", source, first.position());
        }
        MessageProperties.SystemProperty property = MessageProperties.SystemProperty.named(name.text())
                .orElseThrow(() -> new FilterSyntaxException(
                        "Unknown or unsupported system property sys." + name.text(), source, name.position()));
        return message -> message.get(property);
    }

    private Token requireName() {
        if (peek().kind() != Kind.WORD && peek().kind() != Kind.QUOTED_NAME) {
            throw expected("a property name");
        }
        return take();
    }

    private String requireString() {
        if (peek().kind() != Kind.STRING) {
            throw expected("a string in single quotes");
        }
        return take().text();
    }

    private void requireWord(String keyword) {
        if (!takeWord(keyword)) {
            throw expected(keyword);
        }
    }

    private void requireSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw expected(symbol);
        }
    }

    private boolean takeWord(String keyword) {
        return takeIf(peek().isWord(keyword));
    }

    private boolean takeSymbol(String symbol) {
        return takeIf(peek().isSymbol(symbol));
    }

    private boolean takeIf(boolean matches) {
        if (matches) {
            at++;
        }
        return matches;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token take() {
        return tokens.get(at++);
    }

    private FilterSyntaxException expected(String what) {
        String found = peek().kind() == Kind.END ? "the end" : peek().text();
        return new FilterSyntaxException("Expected %s, found %s".formatted(what, found), source, peek().position());
    }
}
