package io.felucca.runc;

import io.felucca.api.Fault;
import io.felucca.linux.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Files that a container's processes have open and that are in no file system of theirs: the FIFOs
 * and logs that are their standard input and output. criu must be told of them: at the checkpoint
 * that they stay outside, at the restore what takes their place (criu(8), {@code --external
 * file[mnt_id:inode]} and {@code --inherit-fd}).
 *
 * @param keys of all of them, in criu's form
 * @param streams those of the first process's standard input, output and error, by number
 */
record OuterFiles(Set<String> keys, Map<Integer, String> streams) {
  private static final Pattern KEY = Pattern.compile("([0-2]) (file\\[[0-9a-f]+:[0-9a-f]+\\])");
  private static final String NAME = "outer-files";
  private static final int TYPE = 0170000;
  private static final int FIFO = 0010000;
  private static final int REGULAR = 0100000;
  private static final int STREAMS = 3;

  OuterFiles {
    streams = new TreeMap<>(streams);
  }

  /**
   * Looks for them.
   *
   * @param pid of the container's first process
   */
  static OuterFiles of(int pid, Iterable<Integer> pids) {
    Set<String> keys = new TreeSet<>();
    for (int each : pids) {
      keys.addAll(files(each).values());
    }
    Map<Integer, String> streams = files(pid);
    streams.keySet().removeIf(number -> number >= STREAMS);
    return new OuterFiles(keys, streams);
  }

  private static Map<Integer, String> files(int pid) {
    Map<Integer, String> outer = new TreeMap<>();
    Path process = Path.of("/proc", Integer.toString(pid));
    try {
      Set<String> mounts = mounts(process);
      for (Directory.Entry entry : Directory.list(process.resolve("fd"))) {
        String key = key(process, entry.name(), mounts);
        if (!key.isEmpty()) {
          outer.put(Integer.parseInt(entry.name()), key);
        }
      }
    } catch (IOException e) {
      return outer; // ended meanwhile; criu will see
    }
    return outer;
  }

  private static Set<String> mounts(Path process) throws IOException {
    return Files.readAllLines(process.resolve("mountinfo")).stream()
        .map(line -> line.substring(0, line.indexOf(' ')))
        .collect(Collectors.toSet());
  }

  /** Empty for what criu finds in the container, or knows how to handle without a path. */
  private static String key(Path process, String number, Set<String> mounts) throws IOException {
    Path file = process.resolve("fd").resolve(number);
    try {
      String mount = mount(process.resolve("fdinfo").resolve(number));
      boolean named = Files.readSymbolicLink(file).toString().startsWith("/");
      if (!named
          || mounts.contains(mount)
          || !isOuter((int) Files.getAttribute(file, "unix:mode"))) {
        return "";
      }
      long inode = (long) Files.getAttribute(file, "unix:ino");
      return String.format("file[%x:%x]", Integer.parseInt(mount), inode);
    } catch (NoSuchFileException e) {
      return ""; // closed meanwhile
    }
  }

  private static boolean isOuter(int mode) {
    return (mode & TYPE) == FIFO || (mode & TYPE) == REGULAR;
  }

  private static String mount(Path info) throws IOException {
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("mnt_id:"))
        .map(line -> line.substring("mnt_id:".length()).strip())
        .findFirst()
        .orElse("");
  }

  /** Lines of criu's configuration for the checkpoint. */
  String external() {
    return keys.stream().map(key -> "external " + key + "\n").collect(Collectors.joining());
  }

  /** Lines of criu's configuration for the restore: our own streams take their places. */
  String inherited() {
    Map<String, Integer> places = new TreeMap<>();
    streams.forEach((number, key) -> places.putIfAbsent(key, number));
    return places.entrySet().stream()
        .map(place -> "inherit-fd fd[" + place.getValue() + "]:" + place.getKey() + "\n")
        .collect(Collectors.joining());
  }

  /** Notes the streams beside criu's files. */
  void write(Path image) {
    String text =
        streams.entrySet().stream()
            .map(stream -> stream.getKey() + " " + stream.getValue() + "\n")
            .collect(Collectors.joining());
    try {
      Files.writeString(image.resolve(NAME), text);
    } catch (IOException e) {
      throw Fault.io("streams of a checkpoint", e);
    }
  }

  /** What was noted: nothing else is taken from a checkpoint that may come from anywhere. */
  static OuterFiles read(Path image) {
    Map<Integer, String> streams = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(image.resolve(NAME))) {
        Matcher known = KEY.matcher(line);
        if (known.matches()) {
          streams.put(Integer.parseInt(known.group(1)), known.group(2));
        }
      }
    } catch (NoSuchFileException e) {
      return new OuterFiles(Set.of(), Map.of()); // of another program
    } catch (IOException e) {
      throw Fault.io("streams of the checkpoint in " + image, e);
    }
    return new OuterFiles(Set.copyOf(streams.values()), streams);
  }
}
