package io.felucca.oci.rootfs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The users and groups of a container's root file system: passwd(5), group(5).
 *
 * <p>Lines that are short or odd are read as far as they go; a number that is none counts as 0.
 */
public final class Accounts {
  private final RootFiles files;

  public Accounts(RootFiles files) {
    this.files = files;
  }

  /** A line of {@code /etc/passwd}. */
  public record User(String name, long uid, long gid) {
    static User parse(List<String> fields) {
      return new User(fields.get(0), number(fields, 2), number(fields, 3));
    }
  }

  /** A line of {@code /etc/group}. */
  public record Group(String name, long gid, List<String> members) {
    static Group parse(List<String> fields) {
      return new Group(fields.get(0), number(fields, 2), members(field(fields, 3)));
    }

    private static List<String> members(String names) {
      return names.isEmpty() ? List.of() : List.of(names.split(","));
    }

    /** Whether it fits into the 32 bits that the kernel has. */
    private boolean isPossible() {
      return gid >>> Integer.SIZE == 0;
    }
  }

  public Optional<User> user(String name) {
    return user(user -> user.name().equals(name));
  }

  public Optional<User> user(long uid) {
    return user(user -> user.uid() == uid);
  }

  private Optional<User> user(Predicate<User> wanted) {
    return lines("etc/passwd").stream().map(User::parse).filter(wanted).findFirst();
  }

  public Optional<Group> group(String name) {
    return groups().stream().filter(group -> group.name().equals(name)).findFirst();
  }

  /**
   * The groups that a user is a member of, without the one that has the user's name and without
   * those whose numbers cannot be.
   */
  public List<Long> groupsOf(String user) {
    return groups().stream()
        .filter(group -> !group.name().equals(user) && group.members().contains(user))
        .filter(Group::isPossible)
        .map(Group::gid)
        .toList();
  }

  private List<Group> groups() {
    return lines("etc/group").stream().map(Group::parse).toList();
  }

  private List<List<String>> lines(String path) {
    String text =
        files.read(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> List.of(line.split(":", -1)))
        .toList();
  }

  private static String field(List<String> fields, int index) {
    return index < fields.size() ? fields.get(index) : "";
  }

  private static long number(List<String> fields, int index) {
    try {
      return Long.parseLong(field(fields, index));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
