package gangway.boot.loader;

/**
 * A line of a boot loader's configuration that loads the kernel of dom0.
 *
 * @param number the line, from 1
 * @param arguments the command line of the kernel
 */
public record KernelLine(int number, String arguments) {}
