package io.felucca.diff.apply;

import static io.felucca.linux.Open.O_DIRECTORY;
import static io.felucca.linux.Open.O_NOFOLLOW;
import static io.felucca.linux.Open.O_RDONLY;

import io.felucca.api.Fault;
import io.felucca.linux.At;
import io.felucca.linux.Fd;
import io.felucca.linux.Open;
import io.felucca.linux.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Goes to a directory step by step from the root, follows links inside of it, and makes what is
 * missing, also behind a link that leads to nothing yet.
 */
final class Walk {
  /** As many as path_resolution(7) allows a path, and some. */
  private static final int MAX_LINKS = 255;

  private final Fd root;
  private final Tree.NewParents newParents;
  private final Deque<String> ahead = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private Fd at;
  private int links;

  /**
   * @param newParents null where nothing is to be made
   */
  Walk(Fd root, Tree.NewParents newParents) {
    this.root = root;
    this.newParents = newParents;
  }

  /** Null where it is missing and nothing is to be made. */
  Dir to(String path) throws IOException {
    at = root.dup();
    addAhead(path);
    try {
      while (at != null && !ahead.isEmpty()) {
        step(ahead.pop());
      }
      return at == null ? null : Dir.of(at, String.join("/", done));
    } catch (IOException | RuntimeException e) {
      at.close();
      throw e;
    }
  }

  private void addAhead(String path) {
    List<String> names = List.of(path.split("/"));
    for (int i = names.size() - 1; i >= 0; i--) {
      ahead.push(names.get(i));
    }
  }

  private void step(String name) throws IOException {
    if (name.isEmpty() || name.equals(".")) {
      return;
    }
    if (name.equals("..")) {
      up();
      return;
    }
    Stat stat = Stat.ifExists(at, name);
    if (stat == null) {
      make(name);
    } else if (stat.isSymlink()) {
      follow(name);
    } else if (stat.isDirectory()) {
      enter(name);
    } else {
      throw Fault.invalid("invalid layer: parent %s is not a directory", here(name));
    }
  }

  private String here(String name) {
    return done.isEmpty() ? name : String.join("/", done) + "/" + name;
  }

  /** From the root again: what ".." of an open directory is may have been changed. */
  private void up() throws IOException {
    List<String> back = done.isEmpty() ? List.of() : List.copyOf(done.subList(0, done.size() - 1));
    toRoot();
    for (String name : back) {
      enter(name);
    }
  }

  private void toRoot() throws IOException {
    done.clear();
    move(root.dup());
  }

  private void enter(String name) throws IOException {
    move(Open.at(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0));
    done.add(name);
  }

  private void move(Fd to) {
    at.close();
    at = to;
  }

  private void follow(String name) throws IOException {
    if (++links > MAX_LINKS) {
      throw Fault.invalid("invalid layer: too many links at %s", here(name));
    }
    String target = At.readlink(at, name);
    if (target.startsWith("/")) {
      toRoot();
    }
    addAhead(target);
  }

  private void make(String name) throws IOException {
    if (newParents == null) {
      at.close();
      at = null;
      return;
    }
    At.mkdir(at, name, 0755);
    enter(name);
    try (Dir made = Dir.of(at.dup(), String.join("/", done))) {
      newParents.made(made);
    }
  }
}
