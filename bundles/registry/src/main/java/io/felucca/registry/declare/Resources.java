package io.felucca.registry.declare;

import java.io.IOException;
import java.io.InputStream;

/** The entries of one bundle or jar. */
@FunctionalInterface
public interface Resources {
  /** Opens an entry by its path; null where there is none. */
  InputStream open(String path) throws IOException;
}
