package gangway.passthrough;

import gangway.boot.FileEdit;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import gangway.xen.definition.Definition;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.Toolstack;
import gangway.xen.toolstack.Virsh;
import java.util.List;
import java.util.Optional;

/** The step that changes a guest's definition: a file of xl, or a definition of libvirt. */
final class DefinitionStep {
  private DefinitionStep() {}

  static Step of(String says, DefinitionFile now, Definition then) {
    FileEdit edit = new FileEdit(now.file(), Optional.of(now.text()), Optional.of(then.text()));
    return switch (then.toolstack()) {
      case XL -> Step.replacing(says, edit);
      case LIBVIRT ->
          new Step(
              says,
              List.of(new Action.Run(Virsh.define(then))),
              new Condition.NotVerifiable(),
              List.of(new Action.Run(Virsh.define(now.content()))),
              new Condition.FileIs(edit.file(), edit.before()));
      case XAPI -> throw Toolstack.notOfXapi();
    };
  }
}
