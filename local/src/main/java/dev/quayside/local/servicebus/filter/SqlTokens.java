package dev.quayside.local.servicebus.filter;

import dev.quayside.local.servicebus.filter.SqlLexer.Kind;
import dev.quayside.local.servicebus.filter.SqlLexer.Token;
import java.util.List;
import java.util.function.Supplier;

/** The tokens of an expression, and how far they are read. */
final class SqlTokens {

    /** Deeper nesting than any real rule, and shallow enough never to overflow the stack. */
    private static final int MAX_DEPTH = 100;

    private final String source;
    private final List<Token> tokens;
    private int at;
    private int depth;

    SqlTokens(String source) {
        this.source = source;
        this.tokens = SqlLexer.tokens(source);
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token take() {
        return tokens.get(at++);
    }

    int position() {
        return at;
    }

    void backTo(int position) {
        at = position;
    }

    boolean takeWord(String keyword) {
        return takeIf(peek().isWord(keyword));
    }

    boolean takeSymbol(String symbol) {
        return takeIf(peek().isSymbol(symbol));
    }

    private boolean takeIf(boolean matches) {
        if (matches) {
            at++;
        }
        return matches;
    }

    void requireWord(String keyword) {
        if (!takeWord(keyword)) {
            throw expected(keyword);
        }
    }

    void requireSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw expected(symbol);
        }
    }

    Token requireName() {
        if (peek().kind() != Kind.WORD && peek().kind() != Kind.QUOTED_NAME) {
            throw expected("a property name");
        }
        return take();
    }

    String requireString() {
        if (peek().kind() != Kind.STRING) {
            throw expected("a string in single quotes");
        }
        return take().text();
    }

    /** Parses something that may contain itself. */
    <T> T nested(Supplier<T> parser) {
        if (++depth > MAX_DEPTH) {
            throw fault("Nested too deeply", peek());
        }
        try {
            return parser.get();
        } finally {
            depth--;
        }
    }

    FilterSyntaxException expected(String what) {
        String found = peek().kind() == Kind.END ? "the end" : peek().text();
        return fault("Expected %s, found %s".formatted(what, found), peek());
    }

    FilterSyntaxException fault(String problem, Token at) {
        return new FilterSyntaxException(problem, source, at.position());
    }
}
