using System.Formats.Asn1;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>The shape that certificates, revocation lists and OCSP answers share: content, algorithm, signature.</summary>
internal readonly record struct SignedBlock(ReadOnlyMemory<byte> Content, string Algorithm, byte[] Signature)
{
    /// <summary>Reads the three parts; what follows them is left in <paramref name="sequence"/>.</summary>
    public static SignedBlock Read(AsnReader sequence)
    {
        var content = sequence.ReadEncodedValue();
        var algorithm = sequence.ReadSequence().ReadObjectIdentifier();
        return new(content, algorithm, sequence.ReadBitString(out _));
    }
}
