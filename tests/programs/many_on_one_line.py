import threading, queue, multiprocessing as mp
class A:
    lock = threading.Lock()
    def __init__(self): self.lock2: threading.Lock = threading.Lock(); self.jobs = queue.Queue(maxsize=7)
locks = {n: threading.Lock() for n in "ab"}
table = dict(x=threading.Lock())
pair = (threading.Lock(), threading.Lock())
def make():
    m = threading.RLock()
    return m
ms=[make() for _ in range(3)]
if (w := threading.Semaphore(2)): pass
ev = threading.Event() if True else None
a=A(); b=A(); pool=[]
for i in range(2): pool.append(threading.Lock())
locks["c"]=threading.Lock()
mpq=mp.Queue(5); sq=queue.SimpleQueue(); v=mp.Value("i",0); arr=mp.Array("i",3); bar=threading.Barrier(4); bs=mp.BoundedSemaphore(3); pr,pw=mp.Pipe()
cond=threading.Condition(a.lock)
def use(*x):
    for l in x:
        with l: pass
use(A.lock,a.lock2,b.lock2,*locks.values(),*pool,*ms,w,cond,bs,table["x"],*pair)
for q in (a.jobs,b.jobs,sq,mpq): q.put(1); q.get()
ev.set(); ev.wait(); v.value+=1; arr[0]=1
def lockarg(l=threading.Lock()):
    with l: pass
lockarg()
with threading.Lock(): pass
pw.send(1); pr.recv()
