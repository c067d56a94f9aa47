package dev.quayside.notifications.content;

/**
 * One notification in words, for every channel.
 *
 * @param title in the app, and the subject of the e-mail; one line of plain text
 * @param inApp plain text
 * @param email a whole HTML document, values escaped
 * @param sms plain text
 */
public record Texts(String title, String inApp, String email, String sms) {}
