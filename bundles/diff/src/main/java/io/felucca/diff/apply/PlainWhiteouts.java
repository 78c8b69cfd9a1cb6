package io.felucca.diff.apply;

import io.felucca.diff.tar.TarEntry;
import io.felucca.linux.Stat;
import java.io.IOException;

/** Lower layers are in the same tree: what they brought is deleted. */
final class PlainWhiteouts implements Whiteouts {
  private final Tree tree;
  private final Remover lower;

  PlainWhiteouts(Tree tree, Seen seen) {
    this.tree = tree;
    this.lower = new Remover(seen::has);
  }

  @Override
  public void opaque(Dir directory) throws IOException {
    lower.clear(directory.fd(), ".", directory.path());
    tree.forgetAllBut(directory);
  }

  @Override
  public void remove(Dir parent, String name, TarEntry mark) throws IOException {
    Stat stat = Stat.ifExists(parent.fd(), name);
    if (stat != null) {
      lower.remove(parent.fd(), name, stat.isDirectory(), parent.child(name));
      tree.forgetAllBut(parent);
    }
  }

  @Override
  public void replaced(Dir directory) {
    // it was deleted, and is new
  }
}
