/** A step of the build: runs the program so that Java records the classes for the AOT caches. */
@NullMarked
package gangway.training;

import org.jspecify.annotations.NullMarked;
