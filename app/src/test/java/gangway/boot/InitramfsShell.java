package gangway.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs scripts of an initramfs in the shells of this machine. */
final class InitramfsShell {
  private InitramfsShell() {}

  static Stream<List<String>> shells() {
    return Stream.of(List.of("sh"), List.of("dash"), List.of("busybox", "sh"));
  }

  /** Runs a script that must succeed; returns what it prints. */
  static String run(List<String> shell, Path folder, String... words) throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, shell.getFirst()))),
        "there is no " + shell.getFirst() + " here");
    return printed(folder, Stream.concat(shell.stream(), Stream.of(words)).toList());
  }

  /** Runs a program that must succeed; returns what it prints. */
  static String printed(Path folder, List<String> words) throws Exception {
    Process process =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }
}
