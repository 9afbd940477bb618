# The same badges by ReportLab: reads a list of wearers per line, draws one document, answers with its size in bytes.
import io
import json
import sys

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode import code128, qr
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

photo, bold, regular = sys.argv[1:4]
pdfmetrics.registerFont(TTFont('bold', bold))
pdfmetrics.registerFont(TTFont('regular', regular))
picture = ImageReader(photo)


def fitted(text, width, size):
    while size > 7 and pdfmetrics.stringWidth(text, 'bold', size) > width:
        size *= 0.94
    return size


def badge(page, wearer):
    page.setFont('bold', 7.5)
    page.drawString(5 * mm, 46 * mm, 'Beyazdağ Gıda')
    page.drawRightString(80.6 * mm, 46 * mm, 'Misafir')
    page.drawImage(picture, 62.6 * mm, 20.5 * mm, 18 * mm, 23 * mm)
    size = fitted(wearer['given'], 55 * mm, 28)
    page.setFont('bold', size)
    page.drawString(5 * mm, 34 * mm, wearer['given'])
    page.setFont('bold', fitted(wearer['family'], 55 * mm, size * 0.64))
    page.drawString(5 * mm, 28 * mm, wearer['family'])
    page.setFont('regular', 8)
    page.drawString(5 * mm, 23 * mm, wearer['company'])
    page.setFont('regular', 6.5)
    page.drawString(5 * mm, 17.5 * mm, '25.11.2026 · Ayşe Yılmaz')
    code128.Code128(wearer['number'], barWidth=0.36 * mm, barHeight=8 * mm, quiet=0).drawOn(page, 5 * mm, 8 * mm)
    page.drawString(16 * mm, 4.8 * mm, wearer['number'])
    code = qr.QrCodeWidget(wearer['number'], barLevel='M', barBorder=0, barWidth=12.6 * mm, barHeight=12.6 * mm)
    drawing = Drawing(12.6 * mm, 12.6 * mm)
    drawing.add(code)
    renderPDF.draw(drawing, page, 68 * mm, 5 * mm)
    page.showPage()


for line in sys.stdin:
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(85.6 * mm, 54 * mm), pageCompression=1)
    for wearer in json.loads(line):
        badge(page, wearer)
    page.save()
    print(len(out.getvalue()), flush=True)
