package dev.pipewright.action.deploy.ec2;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number of machines, as such or in percent of all.
 *
 * @param number of machines or percent
 */
record Share(int number, boolean percent) {
    private static final Pattern SPELLING = Pattern.compile("([0-9]{1,3})(%?)");

    /** What a configuration property says; empty where it is no share. */
    static Optional<Share> of(String text, int least) {
        var match = SPELLING.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var share = new Share(Integer.parseInt(match.group(1)), !match.group(2).isEmpty());
        var most = share.percent() ? 100 : Fleet.MOST;
        return Optional.of(share).filter(it -> it.number() >= least && it.number() <= most);
    }

    /** How many machines that is of so many; broken ones do not count. */
    int of(int all) {
        return percent ? number * all / 100 : number;
    }
}
