package io.felucca.diff.tar;

import java.time.Instant;
import java.util.Map;

/**
 * One member of an archive, extensions worked in: tar(5), POSIX.1-2017 pax, GNU tar.
 *
 * @param name as it stands there; not to be trusted
 * @param link target of a symbolic or hard link
 * @param type one of the constants
 * @param size of the file that comes out
 * @param mode permissions, set-ID and sticky bits
 * @param accessed {@link Instant#EPOCH} where not told
 * @param xattrs extended attributes by name
 * @param holes where the data goes; null where it is the whole file
 */
public record TarEntry(
    String name,
    String link,
    char type,
    long size,
    int mode,
    long uid,
    long gid,
    Instant modified,
    Instant accessed,
    long major,
    long minor,
    Map<String, byte[]> xattrs,
    SparseMap holes) {
  public static final char FILE = '0';
  public static final char HARD_LINK = '1';
  public static final char SYMLINK = '2';
  public static final char CHARACTER_DEVICE = '3';
  public static final char BLOCK_DEVICE = '4';
  public static final char DIRECTORY = '5';
  public static final char FIFO = '6';
}
