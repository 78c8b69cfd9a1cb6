/** Tasks: running containers, and the runtimes that run them. */
@Export
@Version("1.2.0")
package io.felucca.api.task;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
