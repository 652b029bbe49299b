/** A step of the build: what Java would link at run time is written into the classes. */
@NullMarked
package gangway.linkahead;

import org.jspecify.annotations.NullMarked;
