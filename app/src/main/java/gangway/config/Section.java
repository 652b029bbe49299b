package gangway.config;

import java.util.Optional;
import java.util.stream.Stream;

/** A section of the configuration. */
enum Section {
  LIMITS("limits"),
  POLICIES("policies"),
  GROUPS("groups");

  private final String title;

  Section(String title) {
    this.title = title;
  }

  /** The name, without brackets. */
  String title() {
    return title;
  }

  static Optional<Section> of(String title) {
    return Stream.of(values()).filter(one -> one.title.equals(title)).findFirst();
  }

  static Stream<String> titles() {
    return Stream.of(values()).map(Section::title);
  }
}
