require ["fileinto","copy","envelope","variables","include","body","imap4flags","regex","vacation","reject"];
# rule:[Facturas]
if anyof (header :contains "subject" "factura", address :is :domain "from" ["empresa.example","otra.example"])
{
  fileinto :copy "INBOX.Facturas"; addflag "\\Seen"; stop;
}
elsif allof (not exists ["x-spam-flag"], size :over 100K, envelope :matches "from" "*@lista.example") { discard; }
else { set "f" "Archivo/${1}"; fileinto :flags ["\\Flagged"] :create "${f}"; }
/* a comment
   of two lines */
if false # anyof (true)
{ reject text:
No, gracias.
..
.
; return; }
include :personal :optional "otra";
foreverypart { if header :mime :anychild :contenttype "content-type" "text/html" { break; } }
vacation :days 7 :subject "Fuera" :addresses ["ana@casa.example"] "Hola";
if address :regex "from" "^jefe.*@.*\\.example$" { redirect "x@y.example"; }
