package gangway.service.live;

/**
 * A source that does not tell of changes at the moment.
 *
 * @param source the name of the source, such as {@code kernel events}
 * @param reason what the source said, such as {@code bind: EPERM (1)}
 */
public record SourceFailure(String source, String reason) {
  @Override
  public String toString() {
    return "%s: %s; all is read again every %d s until this source works"
        .formatted(source, reason, Changes.LOOK.toSeconds());
  }
}
