package dev.quayside.notifications.content;

import com.samskivert.mustache.Mustache;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that templates use, collected by visiting them.
 *
 * @param required names whose value is written out
 * @param flags names that switch a passage on, and may be absent
 */
record Variables(Set<String> required, Set<String> flags) implements Mustache.Visitor {

    /** The value that a passage is about. */
    private static final String ITSELF = ".";

    Set<String> known() {
        Set<String> known = new TreeSet<>(required);
        known.addAll(flags);
        return known;
    }

    @Override
    public void visitText(String text) {
        // names are all we are after
    }

    @Override
    public void visitVariable(String name) {
        if (!name.equals(ITSELF) && !name.equals(Templates.NAME)) {
            required.add(name);
        }
    }

    @Override
    public boolean visitInclude(String name) {
        return true;
    }

    @Override
    public boolean visitSection(String name) {
        if (!name.equals(Templates.NAME)) {
            flags.add(name);
        }
        return true;
    }

    @Override
    public boolean visitInvertedSection(String name) {
        return visitSection(name);
    }
}
