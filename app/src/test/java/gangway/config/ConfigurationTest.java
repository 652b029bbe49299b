package gangway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gangway.Problem;
import gangway.guard.ShutdownPolicies.Policy;
import gangway.machine.Limit;
import gangway.xen.definition.Toolstack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of the configuration, and its errors. */
class ConfigurationTest {
  private static final Path FILE = Path.of("/etc/gangway/gangway.conf");

  @Test
  void everyKindOfSettingIsRead() {
    Configuration read =
        parse(
            """
            # the storage host
            [limits]
            guest-response = 90 s   # slow guests
            program=5min
            \thost-shutdown\t=\t10 min

            [groups]
            storage = 0000:03:00.0\t04:00.1
            [policies]
            never-accept = DISK-ROOT   NETWORK-SESSION
            toolstack = libvirt
            guests-at-risk = save
            """);
    assertThat(read.limits().of(Limit.GUEST_RESPONSE)).isEqualTo(Duration.ofSeconds(90));
    assertThat(read.limits().of(Limit.PROGRAM)).isEqualTo(Duration.ofMinutes(5));
    assertThat(read.limits().of(Limit.HOST_SHUTDOWN)).isEqualTo(Duration.ofMinutes(10));
    assertThat(read.limits().of(Limit.GUEST_START)).isEqualTo(Limit.GUEST_START.standard());
    assertThat(read.meant("storage").functions())
        .map(Object::toString)
        .containsExactly("0000:03:00.0", "0000:04:00.1");
    assertThat(read.policy(PolicySetting.TOOLSTACK)).isEqualTo("libvirt");
    assertThat(read.policy(PolicySetting.GUESTS_AT_RISK)).isEqualTo("save");
    assertThat(read.entries()).map(Entry::line).containsExactly(3, 4, 5, 8, 10, 11, 12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[limits]\r\nprogram = 2 min\r\n",
        "[limits]\r\nprogram = 2 min",
        "[limits]\nprogram = 2 min",
        "[limits]\nprogram = 2 min\r",
        "\n\n  [ limits ]  # times\n  program =2 min#\n"
      })
  void lineEndsAndBlanksDoNotMatter(String text) {
    assertThat(parse(text).limits().of(Limit.PROGRAM)).isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing\r\n", "[limits]\n[policies]\n[groups]\n"})
  void aFileWithoutSettingsHasTheDefaults(String text) {
    Configuration read = parse(text);
    for (Setting setting : Setting.all()) {
      assertThat(read.value(setting)).isEqualTo(setting.standard());
      assertThat(read.entry(setting)).isEmpty();
    }
    assertThat(read.groups()).isEmpty();
  }

  @Test
  void allErrorsAreReportedAtOnceInTheOrderOfTheirLines() {
    Problem problem =
        refused(
            """
            program = 2 min
            [limit]
            never = seen
            [limits]
            guest-respnse = 30 s
            guest-start = 5
            program = 2 h
            [policies]
            toolstack = xm
            never-accept = DISK-ROOTS NOT-XEN
            nonsense
            [groups]
            storage = 0000:03:00.0 sda
            """);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.blocker()).isEqualTo("the configuration of this host has 10 errors");
    assertThat(problem.remedy()).contains("correct " + FILE, "gangway.conf(5)");
    assertThat(problem.evidence())
        .containsExactly(
            FILE
                + ":1: 'program' is above the first section; put it below [limits], [policies] or"
                + " [groups]",
            FILE + ":2: unknown section [limit]; did you mean 'limits'?",
            FILE
                + ":5: unknown setting 'guest-respnse' in [limits]; did you mean 'guest-response'?",
            FILE
                + ":6: guest-start: '5' is not a time: write a number and a unit (s, min or h),"
                + " such as 90 s or 5 min",
            FILE + ":7: program: 2 h is out of range: 60 s to 15 min",
            FILE + ":9: toolstack: 'xm' is not one of: xl, libvirt; did you mean 'xl'?",
            FILE
                + ":10: never-accept: no finding has the code 'DISK-ROOTS'; did you mean"
                + " 'DISK-ROOT'?",
            FILE + ":10: never-accept: NOT-XEN cannot be accepted on any host; remove the code",
            FILE
                + ":11: 'nonsense' is neither 'key = value' nor a [section]; comments begin with #",
            FILE
                + ":13: storage: 'sda' is not the address of a PCI function, such as 0000:03:00.0;"
                + " separate addresses by blanks");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [limits                             | 1: '[limits' is no section: write its name in brackets
          []                                  | 1: unknown section []
          [Groups]                            | 1: unknown section [Groups]; did you mean 'groups'?
          [limits]N[limits]                   | 2: section [limits] occurs a second time, first in line 1; remove one of them
          [limits]Nprogram=2 minNprogram=2 min| 3: 'program' in [limits] occurs a second time, first in line 2; remove one of them
          [limits]Nprogram =                  | 2: 'program' has no value; put a # before the line to use the default
          [limits]Nprogram = # 2 min          | 2: 'program' has no value; put a # before the line to use the default
          [limits]N= 2 min                    | 2: '= 2 min' has no key before the equals sign
          [limits]NPROGRAM = 2 min            | 2: unknown setting 'PROGRAM' in [limits]; did you mean 'program'?
          [limits]Ntoolstack = xl             | 2: unknown setting 'toolstack' in [limits]; move it to [policies]
          [policies]Nprogram = 2 min          | 2: unknown setting 'program' in [policies]; move it to [limits]
          [policies]Nzzz = 2 min              | 2: unknown setting 'zzz' in [policies]
          [limits]Nprogram = 59 s             | 2: program: 59 s is out of range: 60 s to 15 min
          [limits]Nprogram = -90 s            | 2: program: '-90 s' is not a time: write a number and a unit (s, min or h), such as 90 s or 5 min
          [limits]Nprogram = 90 sec           | 2: program: '90 sec' is not a time: write a number and a unit (s, min or h), such as 90 s or 5 min
          [limits]Nprogram = 99999999 s       | 2: program: '99999999 s' is not a time: write a number and a unit (s, min or h), such as 90 s or 5 min
          [policies]Nguests-at-risk = sav     | 2: guests-at-risk: 'sav' is not one of: shutdown, save, ignore; did you mean 'save'?
          [groups]Na b = 03:00.0              | 2: a b: 'a b' cannot be the name of a group: use lower-case letters, digits, '-', '.' and '_'
          [groups]Na = 03:00.0 0000:03:00.0   | 2: a: 0000:03:00.0 occurs twice in the group; remove one of them
          [groups]Na = 03:00.0, 04:00.0       | 2: a: '03:00.0,' is not the address of a PCI function, such as 0000:03:00.0; separate addresses by blanks
          """)
  void eachErrorNamesItsLine(String text, String error) {
    assertThat(
            refused(text.replace("N[", "\n[").replace("]N", "]\n").replace("minN", "min\n"))
                .evidence())
        .containsExactly(FILE + ":" + error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0",
        "\u0001",
        "\u001b[2J",
        "\u202e",
        "\ufeff",
        "\r#",
        "\ufffd",
        "\udc80",
        "\u2028"
      })
  void aCharacterThatATerminalDoesNotShowIsAnError(String hidden) {
    assertThat(refused("[limits]\n#" + hidden + "\nprogram = 2 min\n").evidence())
        .singleElement()
        .asString()
        .startsWith(FILE + ":2: the line has the character \\u");
  }

  @ParameterizedTest
  @EnumSource(Limit.class)
  void aLimitCanHaveAnyTimeOfItsRange(Limit limit) {
    assertThat(limit.standard()).isBetween(limit.least(), limit.most());
    for (Duration time : List.of(limit.least(), limit.standard(), limit.most())) {
      assertThat(parse(set(limit, time)).limits().of(limit)).isEqualTo(time);
    }
    for (Duration time : List.of(limit.least().minusSeconds(1), limit.most().plusSeconds(1))) {
      assertThat(refused(set(limit, time)).evidence())
          .singleElement()
          .asString()
          .contains(limit.key(), "out of range");
    }
  }

  private static String set(Limit limit, Duration time) {
    return "[limits]\n%s = %d s\n".formatted(limit.key(), time.toSeconds());
  }

  @Test
  void theWordsOfPoliciesAreThoseOfTheProgram() {
    assertThat(PolicySetting.TOOLSTACK.words())
        .containsExactly(Toolstack.XL.toString(), Toolstack.LIBVIRT.toString())
        .as("Gangway makes no guests of XAPI")
        .hasSize(Toolstack.values().length - 1);
    assertThat(PolicySetting.GUESTS_AT_RISK.words())
        .containsExactlyInAnyOrderElementsOf(Stream.of(Policy.values()).map(Policy::word).toList());
  }

  @Test
  void theSampleSetsNothingAndShowsTheDefaults() {
    String sample = String.join("\n", ConfigurationSample.lines());
    assertThat(parse(sample).entries()).isEmpty();
    assertThat(sample.lines()).allMatch(line -> line.length() <= 100);

    Configuration shown = parse(sample.replaceAll("(?m)^#(?! )", ""));

    for (Setting setting : Setting.all()) {
      assertThat(shown.entry(setting)).as(setting.key()).isPresent();
      if (!setting.key().equals("never-accept")) {
        assertThat(shown.value(setting)).isEqualTo(setting.standard());
      }
    }
    assertThat(shown.groups()).hasSize(1);
  }

  private static Configuration parse(String text) {
    return Configuration.parse(FILE, text);
  }

  private static Problem refused(String text) {
    return catchThrowableOfType(Problem.class, () -> parse(text));
  }
}
