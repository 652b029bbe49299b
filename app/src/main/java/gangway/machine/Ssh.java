package gangway.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Another host or a guest that ssh reaches without a prompt.
 *
 * @param host {@code [USER@]NAME[:PORT]}; a name with several colons is an IPv6 address
 */
public record Ssh(String host) {
  private static final Pattern PORT = Pattern.compile("([^:]+):([0-9]{1,5})");

  /** Words that a shell takes as they are. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=+-]+");

  public Ssh {
    if (!host.matches("[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,252}")) {
      throw new IllegalArgumentException("invalid host name: " + host);
    }
  }

  /** A command to run there. The remote shell parses it, so every word is quoted. */
  public Command command(String... words) {
    String line = Arrays.stream(words).map(Ssh::quoted).collect(Collectors.joining(" "));
    List<String> all = new ArrayList<>(List.of("ssh"));
    all.addAll(options("-p"));
    all.addAll(List.of(name(), line));
    return Command.of(all.toArray(String[]::new));
  }

  /**
   * A command that copies a file to the same path there, with its mode and times. A path that needs
   * quotes arrives under its name only with scp before OpenSSH 9, which gives the path to the
   * remote shell; later ones take the quotes as a part of the name.
   */
  public Command copy(Path file) {
    List<String> all = new ArrayList<>(List.of("scp", "-q", "-p"));
    all.addAll(options("-P"));
    // an IPv6 address, with or without a user before it, needs brackets because of its colons
    String name = name().indexOf(':') < 0 ? name() : name().replaceFirst("([^@]+)$", "[$1]");
    all.addAll(List.of("--", file.toString(), name + ":" + quoted(file.toString())));
    return Command.of(all.toArray(String[]::new));
  }

  /** ssh asks nothing, and ends within a minute if the connection is dead. */
  private List<String> options(String portOption) {
    List<String> options =
        new ArrayList<>(List.of("-o", "BatchMode=yes", "-o", "ServerAliveInterval=15"));
    Matcher port = PORT.matcher(host);
    if (port.matches()) {
      options.addAll(List.of(portOption, port.group(2)));
    }
    return options;
  }

  /**
   * The command line of ssh, without a host, for a program that appends the {@link #name}; empty if
   * plain {@code ssh} is enough.
   */
  public Optional<String> program() {
    return PORT.matcher(host).matches()
        ? Optional.of("ssh " + String.join(" ", options("-p")))
        : Optional.empty();
  }

  /** The host without the port: {@code [USER@]NAME}. */
  public String name() {
    Matcher port = PORT.matcher(host);
    return port.matches() ? port.group(1) : host;
  }

  /** The name of the host without user and port, in lower case. */
  public String machine() {
    return name().substring(name().indexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  @Override
  public String toString() {
    return host;
  }
}
