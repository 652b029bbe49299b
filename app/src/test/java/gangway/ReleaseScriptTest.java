package gangway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code tools/release} refuses, in a repository with the build files of this one. */
class ReleaseScriptTest {
  private static final String SECTION = "## [%s] - 2026-11-30\n\n### Added\n- a feature\n\n";

  @TempDir(factory = MemoryFolder.class)
  private Path checkout;

  private record Ended(int exit, String printed) {}

  @BeforeEach
  void aCheckoutOfTheSnapshotBeforeVersion030() throws IOException {
    for (String name : List.of("tools/release", "tools/set-version", "tools/need", "pom.xml")) {
      copy(name);
    }
    try (Stream<Path> modules = Files.list(Documents.ROOT)) {
      for (Path module : modules.filter(one -> Files.exists(one.resolve("pom.xml"))).toList()) {
        copy(Documents.ROOT.relativize(module.resolve("pom.xml")).toString());
      }
    }
    assertThat(run("tools/set-version", "0.3.0-SNAPSHOT")).isEqualTo(new Ended(0, ""));
    put("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n" + SECTION.formatted("0.2.0"));
    git("init", "-q", "-b", "main");
    git("config", "user.name", "a developer");
    git("config", "user.email", "developer@localhost");
    commit();
    git("tag", "v0.2.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.3.0", "0.3.0-alpha.1", "0.3.0-rc.1"})
  void theNextVersionWithItsChangesCanBeReleased(String version) {
    changes(version);

    assertThat(check(version))
        .isEqualTo(new Ended(0, "release: version " + version + " can be released\n"));
  }

  @Test
  void aPreReleaseIsLowerThanItsRelease() {
    changes("0.3.0-rc.10");
    git("tag", "v0.3.0-rc.10");

    refused("0.3.0-rc.9", "lower than the last version, 0.3.0-rc.10");
    refused("0.3.0-beta.11", "lower than the last version, 0.3.0-rc.10");
    changes("0.3.0-rc.11");
    assertThat(check("0.3.0-rc.11").exit()).isZero();
    changes("0.3.0");
    assertThat(check("0.3.0").exit()).isZero();
  }

  @Test
  void aChangeThatIsNotCommittedIsRefused() {
    changes("0.3.0");
    put("new-file", "");

    refused("0.3.0", "not committed");
  }

  @Test
  void aVersionWithoutChangesIsRefused() {
    refused("0.3.0", "no changes of version 0.3.0");

    put("CHANGELOG.md", "## [Unreleased]\n\n## [0.3.0] - 2026-11-30\n\n" + section("0.2.0"));
    commit();
    refused("0.3.0", "no changes of version 0.3.0");

    put("CHANGELOG.md", section("0.3.0").replace("11-30", "11-31") + section("0.2.0"));
    commit();
    refused("0.3.0", "no valid date");
  }

  @Test
  void aReleasedVersionIsRefused() {
    changes("0.3.0");
    git("tag", "v0.3.0");

    refused("0.3.0", "the tag v0.3.0 exists");
  }

  @Test
  void aVersionBelowTheLastOneIsRefusedAlsoWithoutItsTag() {
    changes("0.1.9");
    git("tag", "-d", "v0.2.0");

    refused("0.1.9", "lower than the last version, 0.2.0");
  }

  @Test
  void aVersionOfAnotherSnapshotIsRefused() {
    changes("0.4.0");

    refused("0.4.0", "needs 0.4.0-SNAPSHOT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.3", "v0.3.0", "0.3.0-SNAPSHOT", "0.03.0", "0.3.0-rc", "0.3.0;id"})
  void aWordThatIsNoVersionIsRefused(String version) {
    assertThat(check(version).exit()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1.9,0.2.0~alpha.1",
    "0.2.0~alpha.1,0.2.0~beta.1",
    "0.2.0~beta.1,0.2.0~rc.1",
    "0.2.0~rc.2,0.2.0~rc.10",
    "0.2.0~rc.10,0.2.0~snapshot",
    "0.2.0~snapshot,0.2.0",
    "0.2.0,0.2.1~rc.1"
  })
  void theSortOfThePackageScriptsHasTheOrderOfTheVersions(String lower, String higher) {
    assertThat(run("sh", "-c", "printf '%s\\n' " + higher + " " + lower + " | sort -V").printed())
        .isEqualTo(lower + "\n" + higher + "\n");
  }

  @Test
  void setVersionChangesAllBuildFilesAndTheTimeOfTheFiles() throws IOException {
    assertThat(run("tools/set-version", "1.2.3-rc.1", "2027-01-02")).isEqualTo(new Ended(0, ""));

    assertThat(run("grep", "-rlF", "0.3.0-SNAPSHOT", ".", "--include=pom.xml").printed()).isEmpty();
    assertThat(Files.readString(checkout.resolve("app/pom.xml")))
        .contains("<version>1.2.3-rc.1</version>");
    assertThat(Files.readString(checkout.resolve("pom.xml")))
        .contains("<project.build.outputTimestamp>2027-01-02T00:00:00Z<");
  }

  @Test
  void aReleaseHasAllFilesWithTheirChecksumsAndItsTagHasTheVersion() throws IOException {
    String branch = buildsWith("exit 0");

    Ended ended = run("tools/release", "0.3.0");

    assertThat(ended.exit()).as(ended.printed()).isZero();
    Path release = checkout.resolve("target/release/0.3.0");
    assertThat(Documents.list(release).map(file -> String.valueOf(file.getFileName())))
        .containsExactly(
            "CHANGES.md",
            "COPYRIGHT",
            "LICENSE",
            "SHA256SUMS",
            "gangway-0.3.0-1.x86_64.rpm",
            "gangway-0.3.0-linux-x86_64.tar.gz",
            "gangway-0.3.0.cdx.json",
            "gangway_0.3.0-1_amd64.deb");
    assertThat(Files.readString(release.resolve("CHANGES.md")))
        .isEqualTo("### Added\n- a feature\n");
    assertThat(Files.readString(release.resolve("gangway-0.3.0-linux-x86_64.tar.gz")))
        .as("the archive has the page, which is not in the repository")
        .isEqualTo("page\n");
    assertThat(Files.readString(release.resolve("SHA256SUMS")).lines()).hasSize(7);
    assertThat(run("sh", "-c", "cd target/release/0.3.0 && sha256sum --quiet -c SHA256SUMS"))
        .isEqualTo(new Ended(0, ""));
    assertThat(git("show", "v0.3.0:pom.xml"))
        .contains("<version>0.3.0</version>", "2026-11-30T00:00:00Z");
    assertThat(git("rev-parse", "HEAD", "v0.3.0^")).isEqualTo(branch + branch);
    assertThat(git("status", "--porcelain")).isEmpty();
    refused("0.3.0", "the tag v0.3.0 exists");
  }

  @Test
  void aFailedCheckLeavesNoReleaseAndNoTag() {
    buildsWith("echo 'a jar is missing' >&2; exit 1");

    Ended ended = run("tools/release", "0.3.0");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.printed()).contains("a jar is missing");
    assertThat(git("tag", "--list", "v0.3.0")).isEmpty();
    assertThat(checkout.resolve("target/release/0.3.0")).doesNotExist();
    assertThat(git("status", "--porcelain")).isEmpty();
  }

  /** Replaces the build by small files; returns the commit to release, as git prints it. */
  private String buildsWith(String checkOfTheSbom) {
    put(
        "tools/package",
        """
        #!/bin/sh
        set -eu
        version=$(sed -n 's,^  <version>\\(.*\\)</version>,\\1,p' pom.xml)
        mkdir -p dist/target/packages
        cp web/dist/index.html dist/target/gangway-$version-linux-x86_64.tar.gz
        echo deb >dist/target/packages/gangway_$version-1_amd64.deb
        echo rpm >dist/target/packages/gangway-$version-1.x86_64.rpm
        """);
    put(
        "web/check",
        """
        #!/bin/sh
        [ "$*" = --bundle ] || exit 1
        mkdir -p web/dist
        echo page >web/dist/index.html
        """);
    put("tools/sbom", "#!/bin/sh\necho '{}' >dist/target/sbom.json\n");
    put("dist/check-archive", "#!/bin/sh\n");
    put("dist/check-packages", "#!/bin/sh\n");
    put("dist/check-sbom", "#!/bin/sh\n" + checkOfTheSbom + "\n");
    put("dist/src/main/dist/COPYRIGHT", "Files: *\n");
    put("LICENSE", "a licence\n");
    put(".gitignore", "target/\nweb/dist/\n");
    assertThat(run("sh", "-c", "chmod +x tools/* dist/check-* web/check").exit()).isZero();
    changes("0.3.0");
    return git("rev-parse", "HEAD");
  }

  private void refused(String version, String reason) {
    Ended ended = check(version);
    assertThat(ended.exit()).as(ended.printed()).isEqualTo(1);
    assertThat(ended.printed()).startsWith("release: ").contains(reason);
  }

  private Ended check(String version) {
    return run("tools/release", "--check", version);
  }

  private void changes(String version) {
    put("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n" + section(version) + section("0.2.0"));
    commit();
  }

  private static String section(String version) {
    return SECTION.formatted(version);
  }

  private void commit() {
    git("add", "-A");
    git("commit", "-q", "-m", "a change");
  }

  private String git(String... words) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    Ended ended = run(command.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.printed()).isZero();
    return ended.printed();
  }

  private void copy(String name) throws IOException {
    Path to = checkout.resolve(name);
    Files.createDirectories(to.getParent());
    Files.copy(Documents.ROOT.resolve(name), to);
  }

  private void put(String name, String text) {
    try {
      Path file = checkout.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Ended run(String... command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(checkout.toFile()).redirectErrorStream(true);
    // no settings of this machine
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (InputStream output = process.getInputStream()) {
        String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), printed);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
