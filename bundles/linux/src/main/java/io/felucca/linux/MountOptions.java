package io.felucca.linux;

import static io.felucca.linux.MountFlags.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Options as fstab(5) writes them, sorted into what mount(2) wants: flags that a first call takes,
 * changes of propagation, which are calls of their own, and the rest, which the file system gets.
 */
final class MountOptions {
  private record Effect(long set, long clear) {}

  private static final long ATIME = MS_NOATIME | MS_RELATIME | MS_STRICTATIME;
  private static final Map<String, Effect> EFFECTS = effects();
  private static final Map<String, Long> PROPAGATION = propagation();

  private final List<Long> propagations = new ArrayList<>();
  private final List<String> data = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private long flags;
  private long cleared;
  private boolean loop;
  private String uidmap = "";
  private String gidmap = "";

  private MountOptions() {}

  /** Sorts the options; a later one overrides an earlier one. */
  static MountOptions parse(List<String> options) {
    MountOptions parsed = new MountOptions();
    for (String option : options) {
      if (!isRemark(option)) {
        parsed.words.add(option);
        parsed.add(option);
      }
    }
    return parsed;
  }

  private void add(String option) {
    Effect effect = EFFECTS.get(option);
    if (effect != null) {
      flags = (flags & ~effect.clear) | effect.set;
      cleared = (cleared & ~effect.set) | effect.clear;
    } else if (PROPAGATION.containsKey(option)) {
      propagations.add(PROPAGATION.get(option));
    } else {
      addOther(option);
    }
  }

  private void addOther(String option) {
    if (option.equals("loop")) {
      loop = true;
    } else if (option.startsWith("uidmap=")) {
      uidmap = option.substring("uidmap=".length());
    } else if (option.startsWith("gidmap=")) {
      gidmap = option.substring("gidmap=".length());
    } else {
      data.add(option);
    }
  }

  /** mount(8): options that begin with x- are notes to other programs. */
  private static boolean isRemark(String option) {
    return option.isEmpty() || option.regionMatches(true, 0, "x-", 0, 2);
  }

  /** MS_ flags without those of propagation. */
  long flags() {
    return flags;
  }

  /** MS_ flags that an option such as {@code dev} asks to be off. */
  long cleared() {
    return cleared;
  }

  boolean has(long flag) {
    return (flags & flag) != 0;
  }

  /** One flag word for each change of propagation, in order. */
  List<Long> propagations() {
    return propagations;
  }

  /** What is left for the file system. */
  List<String> data() {
    return data;
  }

  /** All options as they were given, for a helper program. */
  List<String> words() {
    return words;
  }

  /** Whether the source is a file that needs a loop device. */
  boolean loop() {
    return loop;
  }

  /** Whether owners are to be shown mapped. */
  boolean idmapped() {
    return !uidmap.isEmpty() || !gidmap.isEmpty();
  }

  List<Idmap.Mapping> uids() {
    return Idmap.Mapping.parse(uidmap);
  }

  List<Idmap.Mapping> gids() {
    return Idmap.Mapping.parse(gidmap);
  }

  private static Map<String, Effect> effects() {
    Map<String, Effect> m = new HashMap<>();
    m.put("defaults", new Effect(0, 0));
    onOff(m, "ro", "rw", MS_RDONLY);
    onOff(m, "nosuid", "suid", MS_NOSUID);
    onOff(m, "nodev", "dev", MS_NODEV);
    onOff(m, "noexec", "exec", MS_NOEXEC);
    onOff(m, "sync", "async", MS_SYNCHRONOUS);
    onOff(m, "mand", "nomand", MS_MANDLOCK);
    onOff(m, "nosymfollow", "symfollow", MS_NOSYMFOLLOW);
    onOff(m, "nodiratime", "diratime", MS_NODIRATIME);
    onOff(m, "lazytime", "nolazytime", MS_LAZYTIME);
    m.put("dirsync", new Effect(MS_DIRSYNC, 0));
    m.put("remount", new Effect(MS_REMOUNT, 0));
    m.put("bind", new Effect(MS_BIND, 0));
    m.put("rbind", new Effect(MS_BIND | MS_REC, 0));
    atime(m);
    return m;
  }

  private static void atime(Map<String, Effect> m) {
    m.put("atime", new Effect(0, MS_NOATIME));
    m.put("noatime", new Effect(MS_NOATIME, ATIME));
    m.put("relatime", new Effect(MS_RELATIME, ATIME));
    m.put("norelatime", new Effect(0, MS_RELATIME));
    m.put("strictatime", new Effect(MS_STRICTATIME, ATIME));
    m.put("nostrictatime", new Effect(0, MS_STRICTATIME));
  }

  private static void onOff(Map<String, Effect> m, String on, String off, long flag) {
    m.put(on, new Effect(flag, 0));
    m.put(off, new Effect(0, flag));
  }

  private static Map<String, Long> propagation() {
    Map<String, Long> m = new HashMap<>();
    both(m, "shared", MS_SHARED);
    both(m, "private", MS_PRIVATE);
    both(m, "slave", MS_SLAVE);
    both(m, "unbindable", MS_UNBINDABLE);
    return m;
  }

  private static void both(Map<String, Long> m, String name, long flag) {
    m.put(name, flag);
    m.put("r" + name, flag | MS_REC);
  }
}
