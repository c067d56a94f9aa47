package dev.quayside.local.servicebus.filter;

import dev.quayside.local.servicebus.filter.SqlLexer.Token;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.UUID;

/** Reads expressions with a value: literals, properties, functions, and arithmetic on them. */
final class SqlValueParser {

    private final SqlTokens tokens;

    SqlValueParser(SqlTokens tokens) {
        this.tokens = tokens;
    }

    SqlValue value() {
        SqlValue left = term();
        while (tokens.peek().isSymbol("+") || tokens.peek().isSymbol("-")) {
            left = arithmetic(tokens.take().text(), left, term());
        }
        return left;
    }

    private SqlValue term() {
        SqlValue left = factor();
        while (tokens.peek().isSymbol("*")
                || tokens.peek().isSymbol("/")
                || tokens.peek().isSymbol("%")) {
            left = arithmetic(tokens.take().text(), left, factor());
        }
        return left;
    }

    private static SqlValue arithmetic(String operator, SqlValue left, SqlValue right) {
        return message -> Values.arithmetic(operator, left.of(message), right.of(message));
    }

    private SqlValue factor() {
        return tokens.nested(() -> {
            if (tokens.takeSymbol("-")) {
                return arithmetic("-", message -> BigDecimal.ZERO, factor());
            }
            if (tokens.takeSymbol("+")) {
                return factor();
            }
            if (tokens.takeSymbol("(")) {
                SqlValue inner = value();
                tokens.requireSymbol(")");
                return inner;
            }
            return operand();
        });
    }

    private SqlValue operand() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case STRING -> {
                tokens.take();
                yield message -> token.text();
            }
            case NUMBER -> {
                tokens.take();
                BigDecimal number = number(token);
                yield message -> number;
            }
            case WORD -> word(token);
            case QUOTED_NAME -> property();
            case SYMBOL, END -> throw tokens.expected("a value");
        };
    }

    private BigDecimal number(Token token) {
        try {
            return new BigDecimal(token.text());
        } catch (NumberFormatException malformed) {
            throw tokens.fault("Not a number: " + token.text(), token);
        }
    }

    private SqlValue word(Token token) {
        boolean call = tokens.peekSecond().isSymbol("(");
        return switch (token.text().toUpperCase(Locale.ROOT)) {
            case "TRUE", "FALSE" -> {
                tokens.take();
                boolean truth = token.isWord("TRUE");
                yield message -> truth;
            }
            case "NULL" -> {
                tokens.take();
                yield message -> null;
            }
            case "AND", "OR", "NOT", "IN", "LIKE", "IS", "ESCAPE" -> throw tokens.expected("a value");
            default -> call ? function() : property();
        };
    }

    private SqlValue function() {
        Token name = tokens.take();
        tokens.requireSymbol("(");
        if (name.isWord("NEWID")) {
            tokens.requireSymbol(")");
            return message -> UUID.randomUUID();
        }
        if (name.isWord("PROPERTY") || name.isWord("P")) {
            SqlValue argument = value();
            tokens.requireSymbol(")");
            return message ->
                    argument.of(message) instanceof String key ? message.user().get(key) : null;
        }
        throw tokens.fault("Unknown function " + name.text(), name);
    }

    SqlValue property() {
        Token first = tokens.requireName();
        if (!tokens.takeSymbol(".")) {
            return message -> message.user().get(first.text());
        }
        Token name = tokens.requireName();
        if (first.isWord("USER")) {
            return message -> message.user().get(name.text());
        }
        if (!first.isWord("SYS")) {
            throw tokens.fault("Expected the scope sys or user", first);
        }
        MessageProperties.SystemProperty property = MessageProperties.SystemProperty.named(name.text())
                .orElseThrow(() -> tokens.fault("Unknown or unsupported system property sys." + name.text(), name));
        return message -> message.get(property);
    }
}
