package gangway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.attack.Attack;
import gangway.attack.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the hook script as libvirt does, with a Gangway that records its arguments. */
class LibvirtHookScriptTest {
  private Path folder;
  private Path hook;
  private Path asked;

  @BeforeEach
  void hook(@TempDir Path temporary) throws IOException {
    folder = temporary;
    asked = folder.resolve("asked");
    Path gangway =
        script(
            "gangway",
            "#!/bin/sh\nprintf '[%s]' \"$@\" >> "
                + asked
                + "; cat >> "
                + asked
                + "; echo a word; exit $ANSWER\n");
    String text =
        LibvirtFile.read(new gangway.machine.FolderMachine(folder), gangway).stream()
            .filter(file -> file.kind() == LibvirtFile.Kind.HOOK)
            .findFirst()
            .orElseThrow()
            .wanted();
    hook = script("hook", text);
  }

  @Test
  void theHookCallsGangwayBeforeAGuestStartsAndPrintsNothing() throws Exception {
    for (String operation : List.of("prepare", "migrate")) {
      assertThat(run(3, "", operation, "begin")).isEqualTo(1);
      assertThat(asked).hasContent("[guard][hook][" + operation + "]<domain/>");
      assertThat(folder.resolve("out")).isEmptyFile();
      Files.delete(asked);
    }
  }

  @Test
  void onlyARefusalStopsTheStart() throws Exception {
    assertThat(run(0, "", "prepare", "begin")).isZero();
    assertThat(run(1, "", "prepare", "begin")).isZero();
    Files.delete(folder.resolve("gangway"));
    assertThat(run(3, "", "prepare", "begin")).isZero();
  }

  @Test
  void operationsAfterTheStartDoNotAskGangway() throws Exception {
    for (String operation : List.of("start", "started", "stopped", "release", "reconnect")) {
      assertThat(run(3, "", operation, "begin")).isZero();
    }
    assertThat(asked).doesNotExist();
  }

  @Attack({Party.LOCAL_USER, Party.FILE})
  @Test
  void anOpenSavedImageIsPassedOn() throws Exception {
    Path image = Files.writeString(folder.resolve("a b"), "libvirt-xml\n \0 \r");
    assertThat(run(3, "exec 9<'%s'; ".formatted(image), "prepare", "begin")).isEqualTo(1);
    assertThat(Files.readString(asked))
        .matches(
            "\\[guard]\\[hook]\\[prepare]\\[/proc/[0-9]+/fd/9]\\[%s]<domain/>"
                .formatted(image.toRealPath()));
  }

  private int run(int answer, String before, String... words) throws Exception {
    Path input = Files.writeString(folder.resolve("input"), "<domain/>");
    // the shell between stands for libvirtd: its descriptors are the open ones
    String line =
        before
            + Stream.concat(Stream.of(hook.toString(), "lv1"), Stream.of(words))
                .map(word -> "'" + word + "'")
                .reduce((one, other) -> one + " " + other)
                .orElseThrow()
            + " -; exit $?";
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", line)
            .redirectInput(input.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("ANSWER", Integer.toString(answer));
    return builder.start().waitFor();
  }

  private Path script(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
