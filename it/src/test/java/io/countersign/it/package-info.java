/// What only the whole house can show: kills, leaks, the demo, the arrows between rooms. It knows
/// every room and how to start child processes; nothing sees it. Open [CrashTest] first.
@org.jspecify.annotations.NullMarked
package io.countersign.it;
