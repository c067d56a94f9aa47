package dev.quayside.notifications.content;

import dev.quayside.shared.kernel.Money;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The languages that customers are written to in. */
public enum Language {
    EN(Locale.UK, "d MMMM uuuu, HH:mm '('VV')'"),
    DE(Locale.GERMANY, "d. MMMM uuuu, HH:mm 'Uhr ('VV')'");

    private final Locale locale;
    private final DateTimeFormatter time;

    Language(Locale locale, String timePattern) {
        this.locale = locale;
        this.time = DateTimeFormatter.ofPattern(timePattern, locale);
    }

    /** The language of a BCP 47 tag, {@code de-AT}; English for one that we do not write, and for null. */
    public static Language of(String tag) {
        String wanted = tag == null ? "" : Locale.forLanguageTag(tag).getLanguage();
        for (Language language : values()) {
            if (language.code().equals(wanted)) {
                return language;
            }
        }
        return EN;
    }

    /** ISO 639-1, as templates and answers name it. */
    public String code() {
        return locale.getLanguage();
    }

    /** A moment as people write it, by the clock of its zone. */
    String format(ZonedDateTime moment) {
        return time.format(moment);
    }

    /** An amount as people write it. */
    String format(Money money) {
        int digits = Math.max(0, money.currency().getDefaultFractionDigits());
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(money.currency());
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        // Fixed spaces would make a text message twice as expensive.
        return format.format(BigDecimal.valueOf(money.amount(), digits)).replaceAll("[\u00a0\u202f]", " ");
    }
}
