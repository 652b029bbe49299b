package gangway.operation;

import java.util.stream.Stream;

/** apply: every call to the machine fails once. */
class EveryCallOfApplyFailsOnceTest extends EveryCallFailsOnce {

  @Override
  Stream<Story> stories() {
    return DeclaredHost.all()
        .map(declared ->
            Story.of("apply: " + declared, by -> Story.told(declared.perform(by)))
                .with(declared.made()));
  }
}
