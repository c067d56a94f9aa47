package dev.quayside.local.servicebus.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a filter expression into tokens. */
final class SqlLexer {

    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        SYMBOL,
        END
    }

    /** A token and where it starts; {@code text} is unescaped. */
    record Token(Kind kind, String text, int position) {

        boolean isWord(String keyword) {
            return kind == Kind.WORD && text.toUpperCase(Locale.ROOT).equals(keyword);
        }

        boolean isSymbol(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }
    }

    private static final List<String> LONG_SYMBOLS = List.of("<=", ">=", "<>", "!=");
    private static final String SYMBOLS = "=<>()+-*/%,.";

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private SqlLexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        SqlLexer lexer = new SqlLexer(source);
        while (lexer.skipSpace()) {
            lexer.readToken();
        }
        lexer.tokens.add(new Token(Kind.END, "", source.length()));
        return List.copyOf(lexer.tokens);
    }

    private boolean skipSpace() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
        return at < source.length();
    }

    private void readToken() {
        char c = source.charAt(at);
        if (c == '\'') {
            tokens.add(readQuoted(Kind.STRING, '\''));
        } else if (c == '"') {
            tokens.add(readQuoted(Kind.QUOTED_NAME, '"'));
        } else if (c == '[') {
            tokens.add(readQuoted(Kind.QUOTED_NAME, ']'));
        } else if (Character.isDigit(c) || (c == '.' && at + 1 < source.length() && Character.isDigit(next()))) {
            tokens.add(readNumber());
        } else if (isNameStart(c)) {
            int start = at;
            while (at < source.length() && isNamePart(source.charAt(at))) {
                at++;
            }
            tokens.add(new Token(Kind.WORD, source.substring(start, at), start));
        } else {
            tokens.add(readSymbol());
        }
    }

    private char next() {
        return source.charAt(at + 1);
    }

    /** Reads to the closing character, which is doubled where it stands for itself. */
    private Token readQuoted(Kind kind, char close) {
        int start = at++;
        StringBuilder text = new StringBuilder();
        while (at < source.length()) {
            char c = source.charAt(at++);
            if (c != close) {
                text.append(c);
            } else if (at < source.length() && source.charAt(at) == close) {
                text.append(c);
                at++;
            } else {
                return new Token(kind, text.toString(), start);
            }
        }
        throw new FilterSyntaxException("A closing " + close + " is missing", source, start);
    }

    private Token readNumber() {
        int start = at;
        while (at < source.length() && isNumberPart(start)) {
            at++;
        }
        return new Token(Kind.NUMBER, source.substring(start, at), start);
    }

    private boolean isNumberPart(int start) {
        char c = source.charAt(at);
        char before = at > start ? source.charAt(at - 1) : '0';
        boolean exponentSign = (c == '+' || c == '-') && (before == 'e' || before == 'E');
        return Character.isDigit(c) || c == '.' || c == 'e' || c == 'E' || exponentSign;
    }

    private Token readSymbol() {
        int start = at;
        for (String symbol : LONG_SYMBOLS) {
            if (source.startsWith(symbol, at)) {
                at += symbol.length();
                return new Token(Kind.SYMBOL, symbol, start);
            }
        }
        char c = source.charAt(at++);
        if (SYMBOLS.indexOf(c) < 0) {
            throw new FilterSyntaxException("Unexpected character " + c, source, start);
        }
        return new Token(Kind.SYMBOL, String.valueOf(c), start);
    }

    private static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_' || c == '@' || c == '#';
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || Character.isDigit(c) || c == '$';
    }
}
