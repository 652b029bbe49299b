package gangway.lab;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole procedure of the guide. */
@Tag("walk")
@ExtendWith(SharedLab.class)
class GuidesProcedureTest {
  @Test
  void theGuidesProcedureWorksFromEndToEnd(Dom0 dom0) {
    // every stage verifies its result and throws if it failed
    new Demo(Terminal.standard()).guide(dom0);
  }
}
