package gangway.machine.capture;

import gangway.Problem;
import gangway.xenstore.XenStore;
import gangway.xenstore.XenStoreView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** A XenStore that records its answers. */
record RecordingXenStore(XenStore store, CapturePrivacy discretion, Places kept)
    implements XenStore {

  @Override
  public Optional<String> read(String path) {
    return new View(store, discretion, kept).read(path);
  }

  @Override
  public List<String> list(String path) {
    return new View(store, discretion, kept).list(path);
  }

  /** Discards the answers of an attempt that collided and is repeated. */
  @Override
  public <T> T consistently(Function<XenStoreView, T> look) {
    Places seen = new Places();
    T result =
        store.consistently(view -> {
          seen.clear();
          return look.apply(new View(view, discretion, seen));
        });
    kept.addAll(seen);
    return result;
  }

  /** Looks once and does not wait, because a recording shows one moment. */
  @Override
  public <T> Optional<T> await(
      List<String> paths, Duration limit, Function<XenStoreView, Optional<T>> look) {
    return consistently(look);
  }

  private record View(XenStoreView store, CapturePrivacy discretion, Places kept)
      implements XenStoreView {

    @Override
    public Optional<String> read(String path) {
      Optional<String> value = answered(path, () -> store.read(path));
      value
          .map(text -> discretion.node(path, text))
          .ifPresent(text -> kept.add(path, place -> place.withText(text)));
      return value;
    }

    @Override
    public List<String> list(String path) {
      List<String> names = answered(path, () -> store.list(path));
      if (!names.isEmpty()) {
        kept.add(path, place -> place.withNames(String.join("/", names)));
      }
      return names;
    }

    private <T> T answered(String path, Supplier<T> question) {
      try {
        return question.get();
      } catch (Problem problem) {
        kept.add(path, place -> place.refused(discretion.refusal(problem)));
        throw problem;
      }
    }
  }
}
