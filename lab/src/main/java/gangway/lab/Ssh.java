package gangway.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How to log in to a lab's host: OpenSSH's client with the image's key. Its sessions share one
 * connection, since making one takes a second in an emulated host.
 */
record Ssh(Image image, int port, Path control) {
  /** ssh's own exit code for a connection it did not get, or lost. */
  static final int NO_CONNECTION = 255;

  private static final String ADDRESS = "root@127.0.0.1";

  /** A command that runs one in the host's shell. */
  HostCommand shell(String command) {
    return with(List.of("-T"), List.of("--", command));
  }

  /** A command for a person: a login with a terminal, or a command where one is given. */
  List<String> login(List<String> command) {
    return with(command.isEmpty() ? List.of("-t") : List.of(), command).words();
  }

  /** Closes the shared connection, which a host that is restarted would leave hanging. */
  void close() {
    with(List.of("-O", "exit"), List.of()).run();
  }

  private HostCommand with(List<String> options, List<String> command) {
    List<String> words =
        new ArrayList<>(List.of("ssh", "-F", "none", "-i", image.key().toString()));
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
    words.addAll(options);
    words.add(ADDRESS);
    words.addAll(command);
    return new HostCommand(words);
  }
}
