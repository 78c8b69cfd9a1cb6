package io.felucca.diff.apply;

import io.felucca.diff.tar.TarEntry;
import java.io.IOException;

/**
 * What a layer's marks for "removed" mean where it is unpacked (OCI image spec, "Whiteouts"). They
 * are about lower layers: what the layer itself has brought stays.
 */
interface Whiteouts {
  /** Nothing of lower layers is in this directory. */
  void opaque(Dir directory) throws IOException;

  /** No such name is in lower layers. */
  void remove(Dir parent, String name, TarEntry mark) throws IOException;

  /** A directory has taken the place of something that was removed here. */
  void replaced(Dir directory) throws IOException;
}
