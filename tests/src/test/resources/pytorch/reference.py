"""Evaluates the expressions of PyTorchComparisonTest: python reference.py REQUESTS ANSWERS.

Both files are sequences of tensors (code of the dtype, rank, sizes, elements) and of texts (length,
UTF-8), little-endian. A request has an expression about the operands x, y, z, u, v and w, the operands
and, for derivatives, the cotangents of the results. Floating-point operands become float64 unless the
request wants them as they are.
"""

import struct
import sys

import numpy
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
DTYPES = ["<f4", "<f8", "<i4", "<i8", "?"]


def requests(data):
    """The requests of a file, one after the other."""
    at = 0

    def number():
        nonlocal at
        at += 4
        return struct.unpack_from("<i", data, at - 4)[0]

    def tensor():
        nonlocal at
        dtype = numpy.dtype(DTYPES[number()])
        sizes = [number() for _ in range(number())]
        count = int(numpy.prod(sizes))
        elements = numpy.frombuffer(data, dtype, count, at)
        at += count * dtype.itemsize
        return torch.from_numpy(elements.reshape(sizes).copy())

    while at < len(data):
        length = number()
        text = data[at : at + length].decode()
        at += length
        native = number() == 1
        operands = [tensor() for _ in range(number())]
        cotangents = [tensor() for _ in range(number())]
        yield text, native, operands, cotangents


def evaluate(text, native, operands, cotangents):
    """The results, then the derivatives of sum(result * cotangent) by each floating-point operand."""
    if not native:
        operands = [x.double() if x.is_floating_point() else x for x in operands]
        cotangents = [x.double() for x in cotangents]
    sources = [x.requires_grad_() for x in operands if x.is_floating_point()] if cotangents else []
    names = dict(zip("xyzuvw", operands), torch=torch, F=F)
    results = eval(text, names)
    results = [results] if isinstance(results, torch.Tensor) else list(results)
    answers = list(results)
    if sources:
        for each, cotangent in zip(results, cotangents):
            if each.shape != cotangent.shape:
                return answers
        terms = [(each * c).sum() for each, c in zip(results, cotangents) if each.requires_grad]
        slopes = [None] * len(sources)
        if terms:
            slopes = torch.autograd.grad(sum(terms), sources, allow_unused=True)
        answers += [torch.zeros_like(x) if s is None else s for x, s in zip(sources, slopes)]
    return answers


def written(tensor):
    """A tensor as bytes."""
    array = numpy.ascontiguousarray(tensor.detach().resolve_conj().numpy())
    array = array.reshape(tensor.shape)
    code = [numpy.dtype(each) for each in DTYPES].index(array.dtype)
    return struct.pack("<%di" % (array.ndim + 2), code, array.ndim, *array.shape) + array.tobytes()


def main():
    """Writes for each request the number of tensors and these, or -1 and what went wrong."""
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    with open(sys.argv[2], "wb") as file:
        for request in requests(data):
            try:
                answers = evaluate(*request)
                file.write(struct.pack("<i", len(answers)) + b"".join(map(written, answers)))
            except Exception as e:  # reported with the case
                message = ("%s: %s" % (type(e).__name__, e)).encode()
                file.write(struct.pack("<ii", -1, len(message)) + message)


main()
