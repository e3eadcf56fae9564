/// The gateway's certificates, from files, from an authority, or made here.
/// [io.drawbridge.controlplane.certificates.CertificateFiles] reads PEM files and says everything that is wrong
/// with them; [io.drawbridge.controlplane.certificates.DevelopmentCertificate] makes a self-signed one;
/// [io.drawbridge.controlplane.certificates.CertificateKeeper] holds those in use, looks whether their files
/// changed, gives new ones to whoever serves them, and warns before they expire. What is wrong with a new one
/// leaves the old one in use.
@NullMarked
package io.drawbridge.controlplane.certificates;

import org.jspecify.annotations.NullMarked;
