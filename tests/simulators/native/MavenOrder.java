import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** Reads pairs of versions, two hexadecimal UTF-16 texts a line, and writes -1, 0 or 1 a line. */
public final class MavenOrder {
    private MavenOrder() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader pairs =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream answers = new PrintStream(System.out, false, "US-ASCII");
        for (String line = pairs.readLine(); line != null; line = pairs.readLine()) {
            int tab = line.indexOf('\t');
            ComparableVersion left = new ComparableVersion(text(line.substring(0, tab)));
            ComparableVersion right = new ComparableVersion(text(line.substring(tab + 1)));
            answers.println(Integer.signum(left.compareTo(right)));
        }
        answers.flush();
    }

    private static String text(String hexadecimal) {
        StringBuilder units = new StringBuilder();
        for (int at = 0; at < hexadecimal.length(); at += 4) {
            units.append((char) Integer.parseInt(hexadecimal.substring(at, at + 4), 16));
        }
        return units.toString();
    }
}
