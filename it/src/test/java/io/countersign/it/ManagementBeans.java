package io.countersign.it;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// Everything that a JVM tells by JMX, as text: names of MBeans, of their attributes, and the
/// attributes' values.
final class ManagementBeans {
    private ManagementBeans() {}

    /// @param pid a JVM of this machine and user
    @SuppressWarnings("BanJNDI") // the address is our own child's, on loopback
    static List<byte[]> of(long pid) throws IOException, AttachNotSupportedException, JMException {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            // On loopback only: that is what a local agent is.
            String address = machine.startLocalManagementAgent();
            try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
                return read(connector.getMBeanServerConnection());
            }
        } finally {
            machine.detach();
        }
    }

    private static List<byte[]> read(MBeanServerConnection server) throws IOException, JMException {
        List<byte[]> texts = new ArrayList<>();
        for (ObjectName name : server.queryNames(null, null)) {
            MBeanInfo info;
            try {
                info = server.getMBeanInfo(name);
            } catch (InstanceNotFoundException _goneMeanwhile) {
                // Consumers come and go, and their beans with them.
                continue;
            }
            StringBuilder text = new StringBuilder(name.getCanonicalName()).append('\n');
            text.append(info.getDescription()).append('\n');
            String[] attributes =
                    Arrays.stream(info.getAttributes())
                            .map(MBeanAttributeInfo::getName)
                            .toArray(String[]::new);
            // One at a time: an attribute that cannot be read takes none with it.
            for (String attribute : attributes) {
                text.append(attribute).append('=');
                try {
                    Object value = server.getAttribute(name, attribute);
                    text.append(
                            value instanceof Object[] array
                                    ? Arrays.deepToString(array)
                                    : String.valueOf(value));
                } catch (JMException | RuntimeException _unreadable) {
                    text.append("(unreadable)");
                }
                text.append('\n');
            }
            texts.add(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        return texts;
    }
}
