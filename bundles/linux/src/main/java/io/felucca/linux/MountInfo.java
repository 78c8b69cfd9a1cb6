package io.felucca.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One line of {@code /proc/PID/mountinfo}: proc_pid_mountinfo(5).
 *
 * @param id of the mount
 * @param parent the id of the mount that this one stands on
 * @param device major and minor of the file system, as {@link Device} packs them
 * @param root what of the file system is mounted; {@code /} unless it is a bind mount of a part
 * @param mountPoint where, seen from the process's root
 * @param options of this mount, such as {@code ro} and {@code nosuid}
 * @param tags of propagation, such as {@code shared:1} and {@code master:2}
 * @param type of the file system
 * @param source what was mounted, {@code none} or anything
 * @param superOptions of the file system, such as {@code lowerdir=...}
 */
public record MountInfo(
    int id,
    int parent,
    long device,
    String root,
    String mountPoint,
    List<String> options,
    List<String> tags,
    String type,
    String source,
    List<String> superOptions) {

  /** The mounts that the calling thread sees, in the order of the kernel: parents come first. */
  public static List<MountInfo> read() throws IOException {
    return read(Path.of("/proc/thread-self/mountinfo"));
  }

  /** The mounts in a file of this format. */
  public static List<MountInfo> read(Path file) throws IOException {
    List<MountInfo> mounts = new ArrayList<>();
    for (String line : FileName.decode(Files.readAllBytes(file)).split("\n")) {
      if (!line.isEmpty()) {
        mounts.add(parse(line));
      }
    }
    return mounts;
  }

  /** Parses one line. */
  public static MountInfo parse(String line) {
    List<String> fields = Arrays.asList(line.split(" "));
    int dash = fields.indexOf("-");
    if (dash < 6 || fields.size() < dash + 4) {
      throw new IllegalArgumentException("not a line of mountinfo: " + line);
    }
    return new MountInfo(
        Integer.parseInt(fields.get(0)),
        Integer.parseInt(fields.get(1)),
        device(fields.get(2)),
        unescape(fields.get(3)),
        unescape(fields.get(4)),
        List.of(fields.get(5).split(",")),
        List.copyOf(fields.subList(6, dash)),
        unescape(fields.get(dash + 1)),
        unescape(fields.get(dash + 2)),
        List.of(unescape(fields.get(dash + 3)).split(",")));
  }

  private static long device(String field) {
    int colon = field.indexOf(':');
    return Device.of(
        Long.parseLong(field.substring(0, colon)), Long.parseLong(field.substring(colon + 1)));
  }

  /** Space, tab, newline and backslash are written as a backslash and three octal digits. */
  private static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    byte[] in = FileName.encode(field);
    byte[] out = new byte[in.length];
    int size = 0;
    for (int i = 0; i < in.length; i++) {
      if (in[i] == '\\' && i + 3 < in.length) {
        out[size++] = (byte) Integer.parseInt(octal(in, i + 1), 8);
        i += 3;
      } else {
        out[size++] = in[i];
      }
    }
    return FileName.decode(Arrays.copyOf(out, size));
  }

  private static String octal(byte[] bytes, int from) {
    return new String(bytes, from, 3, StandardCharsets.US_ASCII);
  }
}
