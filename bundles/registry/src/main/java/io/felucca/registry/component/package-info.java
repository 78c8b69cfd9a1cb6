/** Component instances: made of configurations by Declarative Services, found by their number. */
package io.felucca.registry.component;
