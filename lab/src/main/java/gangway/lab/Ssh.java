package gangway.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Logs in to a lab's host: OpenSSH's client with the image's key. The sessions share one
 * connection, because a new connection to an emulated host takes a second.
 */
record Ssh(Image image, int port, Path control) {
  /** ssh's exit code for a failed or lost connection. */
  static final int NO_CONNECTION = 255;

  private static final String ADDRESS = "root@127.0.0.1";

  /** A command that runs a command in the host's shell. */
  HostCommand shell(String command) {
    return with(List.of("-T"), List.of("--", command));
  }

  /** An interactive login with a terminal, or a command if one is given. */
  List<String> login(List<String> command) {
    return with(command.isEmpty() ? List.of("-t") : List.of(), command).words();
  }

  /**
   * A command that runs a command in the host's shell, in a terminal. It has its own connection:
   * ssh passes no Ctrl-C on through a shared one.
   */
  HostCommand terminal(String command) {
    return with(
        List.of("-tt", "-o", "ControlMaster=no", "-o", "ControlPath=none"), List.of("--", command));
  }

  /**
   * A command that leads connections to a socket on this machine to a socket of the host, until the
   * command is ended. It has its own connection.
   */
  List<String> tunnel(Path local, String remote) {
    return with(
            List.of(
                "-N",
                "-L",
                local + ":" + remote,
                "-o",
                "ExitOnForwardFailure=yes",
                "-o",
                "ControlMaster=no",
                "-o",
                "ControlPath=none"),
            List.of())
        .words();
  }

  /** Closes the shared connection, which would hang after a reboot of the host. */
  void close() {
    with(List.of("-O", "exit"), List.of()).run();
  }

  private HostCommand with(List<String> options, List<String> command) {
    List<String> words =
        new ArrayList<>(List.of("ssh", "-F", "none", "-i", image.key().toString()));
    // ssh uses the first value of an option
    words.addAll(options);
    words.addAll(List.of("-p", Integer.toString(port)));
    for (String option :
        List.of(
            "IdentitiesOnly=yes",
            "HostKeyAlias=gangway-lab",
            "StrictHostKeyChecking=yes",
            "UserKnownHostsFile=" + image.knownHosts(),
            "LogLevel=ERROR",
            "BatchMode=yes",
            "ConnectTimeout=5",
            "ServerAliveInterval=10",
            "ServerAliveCountMax=6",
            "ControlMaster=auto",
            "ControlPath=" + control,
            "ControlPersist=60")) {
      words.addAll(List.of("-o", option));
    }
    words.add(ADDRESS);
    words.addAll(command);
    return new HostCommand(words);
  }
}
