/**
 * The log lines of the whole process: text as logrus writes it, or JSON, on standard error.
 *
 * <p>Every {@link java.lang.System.Logger} is one of ours, and java.util.logging, which the
 * third-party bundles use, is led here too. Two system properties, read at each line, rule it at
 * run time: {@code felucca.log.level} (trace, debug, info, warn, error, fatal, panic; info if
 * unset) and {@code felucca.log.format} (text, json; text if unset).
 *
 * <p>A message may end in {@code key=value} pairs, each after one blank; they become fields. A
 * value with blanks is put in double quotes; only that of a last {@code error=} or {@code reason=}
 * may go on to the end of the message without them.
 */
package io.felucca.launcher.log;
