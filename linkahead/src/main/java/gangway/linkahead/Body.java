package gangway.linkahead;

import java.lang.classfile.CodeBuilder;

/** The instructions of a static method that does what a call would be linked to. */
interface Body {
  void write(CodeBuilder code);
}
