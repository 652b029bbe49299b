package gangway.view;

import gangway.Text;
import gangway.boot.FileEdit;
import gangway.machine.capture.CapturePrivacy;
import gangway.plan.FileChange;
import gangway.view.ChangedFiles.ChangedFile;
import gangway.view.StepView.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that an operation has changed by itself, without a program.
 *
 * @param file of a renamed file, its new name
 * @param from of a renamed file, its name before
 * @param before the content before the operation, if the file existed and its content is known
 * @param after the content after the operation, if the operation leaves a file
 * @param difference empty if the contents are not known, or cannot be shown
 */
public record ChangedFileView(
    Path file,
    Change change,
    Optional<Path> from,
    State state,
    Optional<FileContentView> before,
    Optional<FileContentView> after,
    Optional<DifferenceView> difference)
    implements View {
  /** What happened to the file. */
  public enum Change {
    CREATED,
    EDITED,
    DELETED,
    RENAMED
  }

  /**
   * Longer texts are not compared, in characters: no file that an administrator edits is longer.
   */
  private static final int LONGEST_TEXT = 256 * 1024;

  static ChangedFileView of(ChangedFile changed) {
    return switch (changed.change()) {
      case FileChange.Edited(FileEdit edit) -> edited(edit, changed.state());
      case FileChange.Deleted(Path file) ->
          withoutContent(file, Change.DELETED, Optional.empty(), changed.state());
      case FileChange.Renamed(Path from, Path file) ->
          withoutContent(file, Change.RENAMED, Optional.of(from), changed.state());
    };
  }

  private static ChangedFileView withoutContent(
      Path file, Change change, Optional<Path> from, State state) {
    return new ChangedFileView(
        file, change, from, state, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static ChangedFileView edited(FileEdit edit, State state) {
    Change change =
        edit.before().isEmpty()
            ? Change.CREATED
            : edit.after().isEmpty() ? Change.DELETED : Change.EDITED;
    Optional<DifferenceView> difference = difference(edit);
    return new ChangedFileView(
        edit.file(),
        change,
        Optional.empty(),
        state,
        edit.before().map(text -> content(text, difference.isPresent())),
        edit.after().map(text -> content(text, difference.isPresent())),
        difference);
  }

  private static FileContentView content(String text, boolean shown) {
    return shown ? FileContentView.ofShown(text) : FileContentView.ofOpaque(text);
  }

  private static Optional<DifferenceView> difference(FileEdit edit) {
    String before = edit.before().orElse("");
    String after = edit.after().orElse("");
    if (!isText(before) || !isText(after)) {
      return Optional.empty();
    }
    return CapturePrivacy.shown(edit.file(), before)
        .flatMap(shownBefore ->
            CapturePrivacy.shown(edit.file(), after)
                .map(shownAfter ->
                    DifferenceView.of(
                        UnifiedDiff.of(shownBefore, shownAfter),
                        shownBefore.equals(shownAfter) && !before.equals(after))));
  }

  /** A byte that is not UTF-8 is a lone surrogate here ({@link Text#exact}). */
  private static boolean isText(String text) {
    return text.length() <= LONGEST_TEXT && Text.of(text).equals(text);
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("file", file);
    json.text("change", Words.of(change));
    json.text("from", from);
    json.text("state", Words.of(state));
    json.object("before", before);
    json.object("after", after);
    difference.ifPresent(shown -> shown.writeTo(json));
  }

  /** What happened to the file, for people: {@code edited, undone}. */
  public String summary() {
    String done = Words.of(change) + from.map(name -> " from " + name).orElse("");
    return state == State.DONE ? done : done + ", " + Words.of(state);
  }

  /** The lines for people: the difference, or the sizes and checksums. */
  public List<String> lines() {
    return difference
        .map(shown -> shown.lines().toList())
        .orElseGet(() ->
            Stream.concat(
                    before.map(content -> "before: " + content).stream(),
                    after.map(content -> "after: " + content).stream())
                .toList());
  }
}
