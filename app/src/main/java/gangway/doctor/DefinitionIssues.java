package gangway.doctor;

import gangway.check.Checks;
import gangway.xen.guest.Guests;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Definitions of guests that are invalid or misleading. */
final class DefinitionIssues {
  private DefinitionIssues() {}

  static List<Issue> of(DoctorInput input) {
    Guests guests = input.host().guests();
    Stream<Issue> misleading =
        guests.all().stream()
            .flatMap(guest ->
                guest.definitions().stream()
                    .flatMap(definition -> Checks.definition(guest, definition).stream()))
            .map(
                finding -> Issue.of(finding, "the guest does not start as the definition intends"));
    return Stream.concat(
            misleading,
            guests.unreadable().entrySet().stream()
                .map(entry -> unreadable(entry.getKey(), entry.getValue())))
        .toList();
  }

  private static Issue unreadable(Path file, String why) {
    return Issue.warns(
        "DEFINITION-UNREADABLE",
        "xl cannot read the guest definition %s".formatted(file),
        List.of(why),
        "the guest cannot be started, and Gangway does not list it",
        new IssueRemedy.Advice(
            "correct the file; 'xl create -n %s' tells whether xl can read it".formatted(file)));
  }
}
